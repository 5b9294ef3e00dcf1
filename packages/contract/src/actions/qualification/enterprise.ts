import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { fileId, notes } from '../../fields.ts';
import { MATERIALS, type Material } from '../../qualification.ts';
import { history, keysOf, phone, reason, state, text } from './fields.ts';

const optionalFile = (zh: string, en: string) =>
  Type.Optional(
    Type.String({
      ...notes(`${zh}的 FileId（材料）`, `${en}: FileId of the material`),
      minLength: 1,
      maxLength: 64,
    }),
  );

export const updateUVMSEnterprise = defineAction({
  name: 'UpdateUVMSEnterprise',
  summary: {
    zh: '填写或修改企业资料，一个账号一家企业；只传要改的字段；仅草稿或未通过时可改',
    en: 'Fills in or changes the enterprise of the account, of which there is one; give what changes only; possible as draft or rejected',
  },
  permission: 'enterprise:write',
  request: Type.Object({
    Name: Type.Optional(
      text('企业名称，与营业执照一致', 'Name as on the business licence', 60, '上海传话科技有限公司'),
    ),
    LicenceNumber: Type.Optional(
      text('统一社会信用代码，18 位', 'Unified social credit code, 18 characters', 18, '91310000MA1FL0AB1X'),
    ),
    Industry: Type.Optional(text('所属行业', 'Industry', 40, '软件和信息技术服务业')),
    ContactName: Type.Optional(text('联系人姓名', 'Name of the contact', 40)),
    ContactPhone: Type.Optional(phone()),
    Address: Type.Optional(text('企业地址', 'Address', 200)),
    BusinessLicence: optionalFile('营业执照', 'Business licence'),
    CommitmentLetter: optionalFile('承诺函', 'Commitment letter'),
    ContactAuthorisation: optionalFile('联系人授权书', 'Authorisation of the contact'),
  }),
  response: Type.Object({ State: state() }),
  errors: ['FIELD_INVALID', 'FILE_NOT_FOUND', 'QUALIFICATION_STATE', 'APP_TRANSFER_REFUSED'],
});

export const submitUVMSEnterprise = defineAction({
  name: 'SubmitUVMSEnterprise',
  summary: {
    zh: '提交企业审核，目标一个工作日；重新提交时，已通过的材料保留结果',
    en: 'Submits the enterprise for review, whose target is one working day; what passed before keeps its result',
  },
  permission: 'enterprise:write',
  request: Type.Object({}),
  response: Type.Object({ State: state() }),
  errors: ['REAL_NAME_REQUIRED', 'ENTERPRISE_INCOMPLETE', 'QUALIFICATION_STATE'],
});

export const withdrawUVMSEnterprise = defineAction({
  name: 'WithdrawUVMSEnterprise',
  summary: {
    zh: '撤回审核中的企业，回到草稿',
    en: 'Takes back an enterprise that is in review; it is a draft again',
  },
  permission: 'enterprise:write',
  request: Type.Object({}),
  response: Type.Object({ State: state() }),
  errors: ['QUALIFICATION_STATE'],
});

export const getUVMSEnterprise = defineAction({
  name: 'GetUVMSEnterprise',
  summary: {
    zh: '查询企业资料、各材料的审核结果与历史；联系人信息部分隐藏',
    en: 'The enterprise, the result of each material, and the history; the contact is hidden in part',
  },
  permission: 'enterprise:read',
  request: Type.Object({}),
  response: Type.Object({
    State: state(),
    Name: Type.String(notes('企业名称', 'Name')),
    LicenceNumber: Type.String(notes('统一社会信用代码', 'Unified social credit code')),
    Industry: Type.String(notes('所属行业', 'Industry')),
    ContactName: Type.String(notes('联系人，部分隐藏', 'The contact, hidden in part')),
    ContactPhone: Type.String(notes('联系电话，部分隐藏', 'Telephone, hidden in part')),
    Address: Type.String(notes('企业地址', 'Address')),
    Reason: reason(),
    Missing: Type.Array(
      Type.String(notes('缺少的字段或材料', 'A field or material')),
      notes('提交前还缺少的', 'What is missing before it can be submitted'),
    ),
    Materials: Type.Array(
      Type.Object(
        {
          Material: Type.Enum(keysOf<Material>(MATERIALS), notes('材料', 'Material')),
          FileId: fileId(),
          Verdict: Type.Enum(
            ['pending', 'passed', 'failed'],
            notes('结果：pending 待审，passed 通过，failed 不通过', 'Result: pending, passed, failed'),
          ),
          Reason: reason(),
        },
        notes('一份材料', 'One material'),
      ),
      notes('材料', 'Materials'),
    ),
    History: history(),
  }),
  errors: [],
});
