import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, numPerPage, page } from '../../fields.ts';
import {
  askedSeverity,
  complaintFields,
  complaintId,
  complaintKind,
  complaintState,
  deskFields,
  whose,
} from './fields.ts';

const moment = (zh: string, en: string) =>
  Type.Integer({
    ...notes(`${zh}，Unix 毫秒`, `${en}, Unix milliseconds`),
    minimum: 0,
    maximum: 9_999_999_999_999,
  });

const phoneNumber = () =>
  Type.String({
    ...notes('投诉人号码（E.164）', 'Number of the complainant (E.164)'),
    minLength: 1,
    maxLength: 20,
    examples: ['+8613800000200'],
  });

const text = (zh: string, en: string, most: number) =>
  Type.String({ ...notes(zh, en), minLength: 2, maxLength: most });

const operator = { realm: 'operator', permission: 'ops:comply' } as const;

export const createUVMSComplaint = defineAction({
  name: 'CreateUVMSComplaint',
  summary: {
    zh: '登记投诉：按号码与时间找到被投诉的呼叫，开始 3 个工作日的转交期限；该客户不再呼叫此号码',
    en: 'Enters a complaint: finds the call by number and time, and starts the 3 working days within which it is forwarded; that customer does not call the number again',
  },
  ...operator,
  request: Type.Object({
    PhoneNumber: phoneNumber(),
    Kind: complaintKind(),
    Severity: askedSeverity(),
    CallTime: Type.Optional(
      moment('呼叫时间，不传则为最近一次', 'When the call was; absent: the latest one'),
    ),
    SessionNo: Type.Optional(
      Type.String({
        ...notes('消息编号，已知时', 'The message, where it is known'),
        minLength: 1,
        maxLength: 64,
      }),
    ),
    AccountId: whose(),
    Words: Type.Optional(text('投诉人的陈述', 'What the complainant says', 1000)),
  }),
  response: Type.Object({
    ComplaintId: complaintId(),
    AccountId: Type.String(notes('客户账号；空为没有找到呼叫', 'The customer; empty: no call was found')),
    Opened: Type.Boolean(
      notes('是否新登记；同一消息只登记一次', 'Whether it is new: of one message there is one'),
    ),
  }),
  errors: ['LISTED_NUMBER_INVALID', 'ACCOUNT_UNKNOWN'],
});

export const importUVMSComplaints = defineAction({
  name: 'ImportUVMSComplaints',
  summary: {
    zh: '导入监管机构（如 12321）转来的投诉文件：CSV（UTF-8），三列为号码、时间、类别，至多 8 MiB、2 万行；同一文件再次导入不会重复登记',
    en: 'Imports a regulator’s (12321) file of complaints: CSV in UTF-8 with number, time, kind, at most 8 MiB and 20,000 rows; a file that comes again adds nothing',
  },
  ...operator,
  file: 'upload',
  request: Type.Object({}),
  response: Type.Object({
    FileSha256: Type.String(notes('文件的 SHA-256，十六进制', 'SHA-256 of the file, in hex')),
    Opened: Type.Integer(notes('新登记的投诉', 'Complaints that were opened')),
    Known: Type.Integer(notes('此前已登记的行', 'Rows that were taken before')),
    Matched: Type.Integer(notes('新登记中找到呼叫的', 'Of the new ones, those whose call was found')),
    BadRows: Type.Integer(notes('不能识别的行数', 'Rows that cannot be read')),
    Errors: Type.Array(
      Type.Object(
        {
          Line: Type.Integer(notes('行号，从 1 起', 'Line, from 1')),
          Reason: Type.String(notes('原因', 'Why')),
        },
        notes('一行', 'One row'),
      ),
      notes('不能识别的行，至多 200 行', 'Rows that cannot be read, at most 200'),
    ),
  }),
  errors: ['FILE_BODY_MISSING', 'FILE_TOO_LARGE', 'FILE_CUT_OFF', 'COMPLAINT_FILE_INVALID'],
});

export const listUVMSComplaints = defineAction({
  name: 'ListUVMSComplaints',
  summary: { zh: '查询投诉，最近的在前', en: 'Complaints, the latest first' },
  ...operator,
  request: Type.Object({
    AccountId: whose(),
    PhoneNumber: Type.Optional(phoneNumber()),
    State: Type.Optional(complaintState()),
    Severity: askedSeverity(),
    TemplateId: Type.Optional(Type.String({ ...notes('模板', 'The template'), minLength: 1, maxLength: 64 })),
    AssignedTo: Type.Optional(
      Type.String({ ...notes('处理人', 'To whom it is assigned'), minLength: 1, maxLength: 64 }),
    ),
    Overdue: Type.Optional(Type.Boolean(notes('只看已超过期限的', 'Only those whose clock has run out'))),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Data: Type.Array(
      Type.Object({ ...deskFields(), ...complaintFields() }, notes('一件投诉', 'One complaint')),
      notes('本页的投诉', 'The complaints of this page'),
    ),
  }),
  errors: ['LISTED_NUMBER_INVALID'],
});

export const assignUVMSComplaint = defineAction({
  name: 'AssignUVMSComplaint',
  summary: { zh: '把投诉分派给一位运营人员', en: 'Assigns a complaint to one of the staff' },
  ...operator,
  request: Type.Object({
    ComplaintId: complaintId(),
    OperatorId: Type.String({ ...notes('处理人', 'Who of the staff'), minLength: 1, maxLength: 64 }),
  }),
  response: Type.Object({}),
  errors: ['COMPLAINT_UNKNOWN', 'OPERATOR_NOT_FOUND'],
});

export const forwardUVMSComplaint = defineAction({
  name: 'ForwardUVMSComplaint',
  summary: {
    zh: '把投诉转交客户，开始 15 天的答复期限；没有找到呼叫的须指明客户',
    en: 'Forwards a complaint to the customer, who has 15 days to answer; where no call was found, say which customer',
  },
  ...operator,
  request: Type.Object({ ComplaintId: complaintId(), AccountId: whose(), Severity: askedSeverity() }),
  response: Type.Object({ State: complaintState() }),
  errors: ['COMPLAINT_UNKNOWN', 'COMPLAINT_STATE', 'COMPLAINT_NOBODYS', 'ACCOUNT_UNKNOWN'],
});

export const closeUVMSComplaint = defineAction({
  name: 'CloseUVMSComplaint',
  summary: {
    zh: '以结论（是否属实）与理由办结投诉；客户会收到结论',
    en: 'Closes a complaint with a finding, founded or not, and its reason; the customer is told',
  },
  ...operator,
  request: Type.Object({
    ComplaintId: complaintId(),
    Founded: Type.Boolean(notes('是否属实', 'Whether it is founded')),
    Finding: text('理由，客户会看到', 'The reason; the customer sees it', 500),
  }),
  response: Type.Object({ State: complaintState() }),
  errors: ['COMPLAINT_UNKNOWN', 'COMPLAINT_STATE'],
});

export const tellUVMSComplainant = defineAction({
  name: 'TellUVMSComplainant',
  summary: {
    zh: '记录已把结论告知投诉人，及如何告知',
    en: 'Notes that the complainant was told of the finding, and how',
  },
  ...operator,
  request: Type.Object({
    ComplaintId: complaintId(),
    How: text('如何告知，如电话、12321 回函', 'How, e.g. by telephone, by letter to 12321', 200),
  }),
  response: Type.Object({ State: complaintState() }),
  errors: ['COMPLAINT_UNKNOWN', 'COMPLAINT_STATE'],
});
