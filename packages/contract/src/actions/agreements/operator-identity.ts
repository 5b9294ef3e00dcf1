import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';

const PLACES = {
  Operator: ['运营方名称', 'Name of the operator'],
  Licence: ['许可证', 'Licence'],
  Console: ['控制台地址', 'Address of the console'],
  Court: ['管辖法院', 'Court for disputes'],
  Contact: ['联系方式', 'Where to reach the operator'],
} as const;

type Name = keyof typeof PLACES;

const given = (name: Name, zh: string, en: string) =>
  Type.String({
    ...notes(`${PLACES[name][0]}（${zh}）`, `${PLACES[name][1]}, in ${en}`),
    minLength: 1,
    maxLength: 200,
  });

const places = () => ({
  OperatorZh: given('Operator', '中文', 'Chinese'),
  OperatorEn: given('Operator', '英文', 'English'),
  LicenceZh: given('Licence', '中文', 'Chinese'),
  LicenceEn: given('Licence', '英文', 'English'),
  ConsoleZh: given('Console', '中文', 'Chinese'),
  ConsoleEn: given('Console', '英文', 'English'),
  CourtZh: given('Court', '中文', 'Chinese'),
  CourtEn: given('Court', '英文', 'English'),
  ContactZh: given('Contact', '中文', 'Chinese'),
  ContactEn: given('Contact', '英文', 'English'),
});

export const queryUVMSOperatorIdentity = defineAction({
  name: 'QueryUVMSOperatorIdentity',
  summary: { zh: '查询协议中的运营方身份', en: 'Who the operator is, as the agreement names him' },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({}),
  response: Type.Object(places()),
  errors: [],
});

export const updateUVMSOperatorIdentity = defineAction({
  name: 'UpdateUVMSOperatorIdentity',
  summary: {
    zh: '修改协议中的运营方身份；写入之后新建的版本，经公布对客户生效（12.4）',
    en: 'Changes who the operator is; drafts made from now on carry it, and publishing one tells the customers (12.4)',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object(places()),
  response: Type.Object({}),
  errors: [],
});
