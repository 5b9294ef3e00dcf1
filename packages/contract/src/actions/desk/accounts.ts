import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { groupType, milliseconds, notes, numPerPage, page, purpose } from '../../fields.ts';
import { CAPABILITIES, type Capability } from '../../qualification.ts';
import { memberId, memberRole, personStatus, total } from '../accounts/fields.ts';
import { accountId, keysOf, state } from '../qualification/fields.ts';

const yuan = (zh: string, en: string) =>
  Type.String({ ...notes(`${zh}，元`, `${en}, yuan`), pattern: '^-?[0-9]+\\.[0-9]{2,4}$' });

const accountFields = () => ({
  AccountId: accountId(),
  Name: Type.String(notes('账号名称', 'Name of the account')),
  Status: Type.Enum(
    ['active', 'suspended', 'terminated'],
    notes('状态：active 正常，suspended 已暂停，terminated 已终止', 'State: active, suspended, terminated'),
  ),
  EnterpriseApproved: Type.Boolean(notes('企业是否已通过审核', 'Whether its enterprise is approved')),
  AgreementVersion: Type.Integer(
    notes('对其生效的协议版本，未接受为 0', 'The agreement in force for it; 0: it never accepted one'),
  ),
  ServiceEndTime: milliseconds('服务终止时间，未终止为 0', 'When its service ends; 0: it goes on'),
  CreateTime: milliseconds('开户时间', 'When it was opened'),
});

export const listUVMSAccounts = defineAction({
  name: 'ListUVMSAccounts',
  summary: {
    zh: '客户账号列表，最新的在前；可按账号、名称或成员邮箱查找',
    en: 'Customers’ accounts, the latest first; found by id, by a part of the name, or by a member’s e-mail address',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({
    Search: Type.Optional(
      Type.String({
        ...notes(
          '账号 ID、名称的一部分，或成员的完整邮箱',
          'Account id, a part of the name, or the whole e-mail address of a member',
        ),
        maxLength: 200,
      }),
    ),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: total(),
    Data: Type.Array(
      Type.Object(accountFields(), notes('一个客户', 'One customer')),
      notes('本页', 'Of this page'),
    ),
  }),
  errors: [],
});

export const inspectUVMSAccount = defineAction({
  name: 'InspectUVMSAccount',
  summary: {
    zh: '一个客户：成员、能力、余额与套餐；姓名与邮箱不完整显示',
    en: 'One customer: members, capabilities, balance and packages; addresses are masked',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({ AccountId: accountId() }),
  response: Type.Object({
    ...accountFields(),
    Enterprise: Type.Optional(
      Type.Object(
        {
          Name: Type.String(notes('企业名称', 'Its name')),
          LicenceNumber: Type.String(notes('统一社会信用代码', 'Number of its licence')),
          Industry: Type.String(notes('行业', 'Industry')),
          State: state(),
        },
        notes('企业；未填写则没有', 'The enterprise; absent where none was entered'),
      ),
    ),
    Members: Type.Array(
      Type.Object(
        {
          MemberId: memberId(),
          Email: Type.String(notes('邮箱，不完整显示', 'E-mail address, masked')),
          Role: memberRole(),
          Status: personStatus(),
          TotpEnabled: Type.Boolean(notes('是否开启两步验证', 'Whether a second factor is on')),
        },
        notes('一名成员', 'One member'),
      ),
      notes('成员', 'Members'),
    ),
    Capabilities: Type.Array(
      Type.Enum(keysOf<Capability>(CAPABILITIES), notes('通信能力', 'A capability')),
      notes('已开通的通信能力', 'Capabilities that are granted'),
    ),
    Balance: yuan('可用余额', 'Balance that is free'),
    Reserved: yuan('为进行中的消息预留', 'Reserved for messages on their way'),
    Owed: yuan('欠款', 'Owed'),
    Packages: Type.Array(
      Type.Object(
        {
          PackageId: Type.String(notes('套餐包 ID', 'Package')),
          Purpose: purpose(),
          GroupType: groupType(),
          Quantity: Type.Integer(notes('总量，条或分钟', 'Bought, messages or minutes')),
          Available: Type.Integer(notes('可用量', 'Left to use')),
          ExpireTime: milliseconds('到期时间', 'When it expires'),
        },
        notes('一个套餐包', 'One package'),
      ),
      notes('套餐包，最先到期的在前', 'Packages, the soonest to expire first'),
    ),
  }),
  errors: ['ACCOUNT_UNKNOWN'],
});

export const listUVMSAccountRecords = defineAction({
  name: 'ListUVMSAccountRecords',
  summary: {
    zh: '一个客户某 7 天内的发送记录；被叫号码不完整显示',
    en: 'What a customer sent within 7 days; called numbers are masked',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({
    AccountId: accountId(),
    EndTime: Type.Optional(
      Type.Integer({
        ...notes(
          '7 天的终点，Unix 毫秒，默认此刻',
          'Where the 7 days end, Unix milliseconds; by default now',
        ),
        minimum: 0,
        maximum: 9_999_999_999_999,
      }),
    ),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: total(),
    Data: Type.Array(
      Type.Object(
        {
          SessionNo: Type.String(notes('消息编号', 'Id of the message')),
          Phone: Type.String(notes('被叫号码，不完整显示', 'Called number, masked')),
          ShowNumber: Type.String(notes('外显号码，未呼叫为空', 'Number shown; empty when no call was made')),
          TemplateId: Type.String(notes('模板', 'Template')),
          Purpose: purpose(),
          TrunkId: Type.String(notes('线路，未呼叫为空', 'Trunk; empty when no call was made')),
          ReceiptResult: Type.Enum(
            [0, 1, 2, 3],
            notes('0 未结束，1 成功，2 失败，3 未知', '0 not over, 1 success, 2 failure, 3 unknown'),
          ),
          ReceiptDesc: Type.String(notes('原因', 'The reason in words')),
          Duration: Type.Integer(notes('通话秒数', 'Seconds of talk')),
          SubmitTime: milliseconds('接收时间', 'When it was accepted'),
        },
        notes('一条消息', 'One message'),
      ),
      notes('本页，最新的在前', 'Of this page, the latest first'),
    ),
  }),
  errors: ['ACCOUNT_UNKNOWN', 'RECORD_PAGE_TOO_DEEP', 'RECORD_SEARCH_TOO_WIDE'],
});
