import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';
import { history, phone, reason, state, text } from './fields.ts';

const holder = () =>
  Type.Enum(
    ['person', 'enterprise'],
    notes('账号持有人：person 个人，enterprise 企业', 'Holder of the account: person or enterprise'),
  );

export const submitRealName = defineAction({
  name: 'SubmitRealName',
  summary: {
    zh: '提交账号持有人的实名信息；未提交过或未通过时可提交',
    en: 'Submits who holds the account, for verification; possible when it was not submitted yet, or was rejected',
  },
  permission: 'enterprise:write',
  request: Type.Object({
    Holder: holder(),
    Name: text('姓名或企业名称，与证件一致', 'Name of the person or enterprise, as on the document', 60),
    Number: text('身份证号或统一社会信用代码', 'ID number or unified social credit code', 18),
    Phone: phone(),
  }),
  response: Type.Object({ State: state() }),
  errors: ['FIELD_INVALID', 'QUALIFICATION_STATE'],
});

export const withdrawRealName = defineAction({
  name: 'WithdrawRealName',
  summary: { zh: '撤回审核中的实名信息', en: 'Takes back a real name that is in review' },
  permission: 'enterprise:write',
  request: Type.Object({}),
  response: Type.Object({ State: state() }),
  errors: ['QUALIFICATION_STATE'],
});

export const getRealName = defineAction({
  name: 'GetRealName',
  summary: {
    zh: '查询实名认证状态；姓名与证件号只显示一部分',
    en: 'State of the verification; name and number are shown in part',
  },
  permission: 'enterprise:read',
  request: Type.Object({}),
  response: Type.Object({
    State: state(),
    Holder: holder(),
    Name: Type.String(notes('姓名或企业名称，部分隐藏', 'Name, hidden in part')),
    Number: Type.String(notes('证件号，部分隐藏', 'Number, hidden in part')),
    Phone: Type.String(notes('联系电话，部分隐藏', 'Telephone, hidden in part')),
    Reason: reason(),
    History: history(),
  }),
  errors: [],
});
