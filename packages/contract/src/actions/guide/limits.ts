import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';

const limit = {
  Group: Type.String(notes('所属，如“号码”', 'What it is about, e.g. Numbers')),
  Title: Type.String(notes('含义', 'What it means')),
  Value: Type.String(notes('现值；多个时以空格分开', 'What holds now; several have spaces between')),
  Unit: Type.String(notes('单位', 'Its unit')),
  Clause: Type.String(
    notes('依据的协议条款；空为平台规则', 'The clause it serves; empty: a rule of the service'),
  ),
};
const rows = <Row extends Parameters<typeof Type.Object>[0]>(row: Row) =>
  Type.Object({
    Data: Type.Array(
      Type.Object(row, notes('一项', 'One of them')),
      notes('各项，同类相邻', 'Each of them, those of a kind together'),
    ),
  });

export const queryUVMSLimits = defineAction({
  name: 'QueryUVMSLimits',
  summary: {
    zh: '查询平台的限额与期限：付款、审核、任务、频次、回执推送等，按现行设置',
    en: 'The limits and periods of the service as they hold now: payment, reviews, tasks, frequency, receipts',
  },
  permission: 'uvms:read',
  request: Type.Object({}),
  response: rows(limit),
  errors: [],
});

export const listUVMSLimits = defineAction({
  name: 'ListUVMSLimits',
  summary: {
    zh: '列出全部限额与期限：现值、默认值、可设范围与配置项名称；修改配置项后重启生效',
    en: 'Every limit and period: what holds, the default, the range and the setting that changes it at the next start',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({}),
  response: rows({
    ...limit,
    Setting: Type.String({ ...notes('配置项', 'The setting'), examples: ['NUMBER_PAY_DAYS'] }),
    Default: Type.String(notes('默认值', 'What holds where nothing is set')),
    Least: Type.Integer(notes('最小可设', 'The least that can be set')),
    Most: Type.Integer(notes('最大可设', 'The most')),
    Told: Type.Boolean(notes('客户是否可见', 'Whether customers are told of it')),
  }),
  errors: [],
});
