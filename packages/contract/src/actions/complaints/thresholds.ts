import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';
import { capability } from '../qualification/fields.ts';
import { caps } from '../sanctions/fields.ts';

const thresholdId = () =>
  Type.String({
    ...notes('阈值编号', 'The threshold'),
    minLength: 1,
    maxLength: 64,
    examples: ['01938b6e-4f5a-7c3d-9a1b-2c3d4e5f6a7b'],
  });

const act = () =>
  Type.Enum(
    ['warn', 'restrict', 'block-template', 'pause-number', 'suspend'],
    notes(
      '达到时自动：warn 警告，restrict 限制能力或发送量，block-template 停用模板，pause-number 停用号码，suspend 暂停服务',
      'What is done by itself: warn, restrict (capabilities or sends), block-template, pause-number, suspend',
    ),
  );

const rule = () => ({
  Subject: Type.Enum(
    ['account', 'template', 'number', 'trunk'],
    notes(
      '对什么：account 客户（警告、限制、暂停），template 模板（警告、限制、停用、暂停客户），number 号码（警告、停用），trunk 线路（仅提醒运营人员）',
      'Of what: account (warn, restrict, suspend), template (warn, restrict, block, suspend), number (warn, pause), trunk (tells the staff only)',
    ),
  ),
  Days: Type.Integer({
    ...notes('统计最近多少天，含今天', 'Over the last so many days, with today'),
    minimum: 1,
    maximum: 92,
    examples: [7],
  }),
  LeastComplaints: Type.Integer({
    ...notes('至少多少件投诉', 'From so many complaints on'),
    minimum: 1,
    maximum: 1_000_000,
    examples: [5],
  }),
  Per10000: Type.Integer({
    ...notes('且每万次接通至少多少件', 'And so many in ten thousand answered calls'),
    minimum: 0,
    maximum: 10_000,
    examples: [50],
  }),
  Act: act(),
  Capabilities: Type.Optional(
    Type.Array(capability(), {
      ...notes('restrict 时停用的能力', 'Capabilities that restrict takes away'),
      maxItems: 6,
    }),
  ),
  ...caps(),
  Enabled: Type.Boolean(notes('是否启用', 'Whether it acts')),
});

const operator = { realm: 'operator', permission: 'ops:comply' } as const;

export const createUVMSComplaintThreshold = defineAction({
  name: 'CreateUVMSComplaintThreshold',
  summary: {
    zh: '设置投诉率阈值：达到时系统自动处置，每次越过只处置一次，均可申诉、复核',
    en: 'Sets a threshold of complaint rates: the platform acts by itself when it is reached, once per crossing; it can be appealed and reviewed',
  },
  ...operator,
  request: Type.Object(rule()),
  response: Type.Object({ ThresholdId: thresholdId() }),
  errors: ['THRESHOLD_INVALID'],
});

export const updateUVMSComplaintThreshold = defineAction({
  name: 'UpdateUVMSComplaintThreshold',
  summary: {
    zh: '修改一项投诉率阈值；已作出的处置不变',
    en: 'Changes a threshold; what it did before stays',
  },
  ...operator,
  request: Type.Object({ ThresholdId: thresholdId(), ...rule() }),
  response: Type.Object({}),
  errors: ['THRESHOLD_INVALID', 'THRESHOLD_UNKNOWN'],
});

export const deleteUVMSComplaintThreshold = defineAction({
  name: 'DeleteUVMSComplaintThreshold',
  summary: {
    zh: '删除一项投诉率阈值；已作出的处置不变',
    en: 'Deletes a threshold; what it did before stays',
  },
  ...operator,
  request: Type.Object({ ThresholdId: thresholdId() }),
  response: Type.Object({}),
  errors: ['THRESHOLD_UNKNOWN'],
});

export const listUVMSComplaintThresholds = defineAction({
  name: 'ListUVMSComplaintThresholds',
  summary: { zh: '查询投诉率阈值', en: 'The thresholds of complaint rates' },
  ...operator,
  request: Type.Object({}),
  response: Type.Object({
    Data: Type.Array(
      Type.Object(
        {
          ThresholdId: thresholdId(),
          ...rule(),
          SetBy: Type.String(
            notes('设置人；随服务提供的为空', 'Who set it; empty: it came with the service'),
          ),
          SetTime: milliseconds('设置时间', 'When it was set'),
        },
        notes('一项阈值', 'A threshold'),
      ),
      notes('全部阈值', 'All of them'),
    ),
  }),
  errors: [],
});

export const listUVMSThresholdActs = defineAction({
  name: 'ListUVMSThresholdActs',
  summary: {
    zh: '查询阈值自动作出的处置，最近的在前',
    en: 'What thresholds did by themselves, the latest first',
  },
  ...operator,
  request: Type.Object({ Page: page(), NumPerPage: numPerPage() }),
  response: Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Data: Type.Array(
      Type.Object(
        {
          ThresholdId: thresholdId(),
          Time: milliseconds('时间', 'When'),
          AccountId: Type.String(notes('客户；号码与线路为空', 'The customer; empty for a number or trunk')),
          Key: Type.String(
            notes('模板、号码或线路；客户为空', 'The template, number or trunk; empty for an account'),
          ),
          Act: act(),
          Complaints: Type.Integer(notes('投诉数', 'Complaints')),
          Answered: Type.Integer(notes('接通数', 'Answered calls')),
          SanctionId: Type.String(
            notes('处置编号；没有客户可处置的为空', 'The sanction; empty where there is no customer'),
          ),
        },
        notes('一次', 'One of them'),
      ),
      notes('本页', 'Of this page'),
    ),
  }),
  errors: [],
});
