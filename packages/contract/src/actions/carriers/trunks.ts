import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';
import {
  credentials,
  optionalTrunkFields,
  reason,
  since,
  trunkFields,
  trunkHealth,
  trunkId,
  trunkName,
  trunkState,
} from './fields.ts';

export const createUVMSTrunk = defineAction({
  name: 'CreateUVMSTrunk',
  summary: {
    zh: '新增线路；新线路为停用状态，测试后用 EnableUVMSTrunk 启用',
    en: 'Makes a trunk; it is disabled until it has been tried and EnableUVMSTrunk takes it into use',
  },
  realm: 'operator',
  permission: 'ops:operate',
  request: Type.Object({
    TrunkId: trunkId(),
    Name: trunkName(),
    ...optionalTrunkFields(),
    Host: trunkFields().Host,
    Concurrency: trunkFields().Concurrency,
    Cps: trunkFields().Cps,
    ...credentials(),
  }),
  response: Type.Object({ TrunkId: trunkId() }),
  errors: ['TRUNK_EXISTS', 'TRUNK_INVALID'],
});

export const updateUVMSTrunk = defineAction({
  name: 'UpdateUVMSTrunk',
  summary: {
    zh: '修改线路；未传的字段不变，数秒内对新呼叫生效',
    en: 'Changes a trunk; what is not given stays, and new calls have it within seconds',
  },
  realm: 'operator',
  permission: 'ops:operate',
  request: Type.Object({
    TrunkId: trunkId(),
    Name: Type.Optional(trunkName()),
    ...optionalTrunkFields(),
    ...credentials(),
  }),
  response: Type.Object({}),
  errors: ['TRUNK_UNKNOWN', 'TRUNK_INVALID'],
});

const summaryOfTrunk = () => ({
  TrunkId: trunkId(),
  Name: trunkName(),
  State: trunkState(),
  Health: trunkHealth(),
  HealthReason: Type.String(
    notes(
      '摘除原因：silent 无响应，faults 线路故障，unanswered 接通率过低；正常时为空',
      'Why it was taken out: silent, faults, or unanswered; empty while it is up',
    ),
  ),
  HealthSince: since(),
  Role: trunkFields().Role,
  Priority: trunkFields().Priority,
  ActiveCalls: Type.Integer(notes('当前呼叫数', 'Calls on it now')),
  TodayCalls: Type.Integer(notes('今日已发起呼叫数', 'Calls started today')),
});

export const listUVMSTrunks = defineAction({
  name: 'ListUVMSTrunks',
  summary: { zh: '线路列表，含健康状态与负载', en: 'Trunks, with their health and load' },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({
    IncludeRetired: Type.Optional(
      Type.Boolean({ ...notes('是否包含已归档的线路', 'Retired ones too'), default: false }),
    ),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Data: Type.Array(
      Type.Object(
        {
          ...summaryOfTrunk(),
          Calls: Type.Integer(notes('最近 5 分钟的呼叫数', 'Calls of the last 5 minutes')),
          Answered: Type.Integer(notes('其中接通', 'Of these answered')),
          Faults: Type.Integer(notes('其中线路故障', 'Of these failed by the trunk')),
        },
        notes('一条线路', 'A trunk'),
      ),
      notes('本页线路', 'The trunks of this page'),
    ),
  }),
  errors: [],
});

const nodeState = (zh: string, en: string) =>
  Type.Array(
    Type.Object(
      {
        NodeId: Type.String(notes('节点', 'The node')),
        State: Type.String(notes('状态', 'State')),
        Detail: Type.String(notes('说明', 'Details')),
        Since: since(),
      },
      notes('一个节点所见', 'What one node sees'),
    ),
    notes(zh, en),
  );

export const queryUVMSTrunk = defineAction({
  name: 'QueryUVMSTrunk',
  summary: {
    zh: '查询一条线路的配置、健康、注册与探测；不返回密码',
    en: 'One trunk: its settings, health, registrations and probes; never the password',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({ TrunkId: trunkId() }),
  response: Type.Object({
    ...summaryOfTrunk(),
    ...trunkFields(),
    Username: Type.String(notes('认证用户名', 'User name')),
    HasPassword: Type.Boolean(notes('是否已设置密码', 'Whether a password is set')),
    HealthDetail: Type.String(notes('健康状态的依据', 'What its health was judged by')),
    Registrations: nodeState('各节点的注册状态', 'Registrations, by node'),
    Probes: nodeState('各节点的 OPTIONS 探测结果', 'What OPTIONS came to, by node'),
  }),
  errors: ['TRUNK_UNKNOWN'],
});

const turnTrunk = <const Name extends string>(name: Name, zh: string, en: string) =>
  ({
    name,
    summary: { zh, en },
    realm: 'operator',
    permission: 'ops:operate',
    request: Type.Object({ TrunkId: trunkId(), Reason: reason() }),
    response: Type.Object({}),
  }) as const;

export const enableUVMSTrunk = defineAction({
  ...turnTrunk('EnableUVMSTrunk', '启用线路，并视为健康', 'Takes a trunk into use, and for well'),
  errors: ['TRUNK_UNKNOWN'],
});

export const disableUVMSTrunk = defineAction({
  ...turnTrunk(
    'DisableUVMSTrunk',
    '停用线路：不再发起新呼叫，进行中的呼叫不受影响',
    'Takes a trunk out of use: no new calls; those under way go on',
  ),
  errors: ['TRUNK_UNKNOWN'],
});

export const deleteUVMSTrunk = defineAction({
  ...turnTrunk(
    'DeleteUVMSTrunk',
    '归档已停用的线路：清除认证信息，ID 不再使用，记录与对账仍可查',
    'Retires a disabled trunk: its credentials are erased and its id is not used again; records and reconciliations still name it',
  ),
  errors: ['TRUNK_UNKNOWN', 'TRUNK_ENABLED'],
});

export const listUVMSTrunkEvents = defineAction({
  name: 'ListUVMSTrunkEvents',
  summary: {
    zh: '线路历史：谁做了什么，何时摘除与恢复，最新的在前',
    en: 'The history of a trunk: who did what, when it was taken out and came back, the latest first',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({ TrunkId: trunkId(), Page: page(), NumPerPage: numPerPage() }),
  response: Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Data: Type.Array(
      Type.Object(
        {
          Event: Type.Enum(
            ['created', 'updated', 'enabled', 'disabled', 'retired', 'sick', 'trial', 'up', 'tested'],
            notes('事件', 'What happened'),
          ),
          OperatorId: Type.String(notes('操作人，系统自动时为空', 'By whom; empty: by itself')),
          Detail: Type.String(notes('说明', 'Details')),
          Time: milliseconds('时间', 'When'),
        },
        notes('一个事件', 'One event'),
      ),
      notes('本页事件', 'The events of this page'),
    ),
  }),
  errors: ['TRUNK_UNKNOWN'],
});
