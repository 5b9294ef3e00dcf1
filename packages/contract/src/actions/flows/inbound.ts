import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { flowResult, milliseconds, notes, numPerPage, page, projectId } from '../../fields.ts';
import { flowId } from './fields.ts';

export const bindUVMSInboundFlow = defineAction({
  name: 'BindUVMSInboundFlow',
  summary: {
    zh: '为专享号码绑定接听呼入的导航流程；FlowId 为空则解除',
    en: 'Binds the flow that answers calls to an exclusive number; an empty FlowId unbinds',
  },
  permission: 'uvms:configure',
  request: Type.Object({
    Number: Type.String({
      ...notes('本账号的专享号码', 'An exclusive number of the account'),
      pattern: '^\\+?[0-9]{3,15}$',
      examples: ['+862151860000'],
    }),
    FlowId: Type.String({ ...notes('导航流程 ID；空为解除', 'Flow; empty: none'), maxLength: 64 }),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Number: Type.String(notes('号码', 'Number')),
    FlowId: Type.String(notes('绑定的流程，空为没有', 'The flow that is bound; empty: none')),
  }),
  errors: ['PROJECT_UNKNOWN', 'INBOUND_NUMBER_UNKNOWN', 'INBOUND_FLOW_UNFIT', 'FLOW_NOT_FOUND'],
});

const inboundCall = () =>
  Type.Object(
    {
      CallNo: Type.String(notes('呼入编号', 'Id of the call')),
      Number: Type.String(notes('被呼叫的号码', 'Number that was called')),
      Caller: Type.String(notes('主叫号码，未提供为空', 'Who called; empty where it was not told')),
      FlowId: flowId(),
      Version: Type.Integer(notes('流程版本', 'Version of the flow')),
      ChannelId: Type.String(notes('中继', 'Trunk')),
      StartTime: milliseconds('呼入时间', 'When it came in'),
      AnswerTime: milliseconds('接听时间，未接听为 0', 'When it was answered, 0 when not'),
      EndTime: milliseconds('结束时间', 'When it was over'),
      Duration: Type.Integer(notes('通话秒数', 'Seconds of talk')),
      Digits: Type.String(notes('按下的键', 'Keys that were pressed')),
      Flow: Type.Optional(flowResult()),
    },
    notes('一次呼入', 'One call that came in'),
  );

export const listUVMSInboundCalls = defineAction({
  name: 'ListUVMSInboundCalls',
  summary: {
    zh: '列出专享号码的呼入记录，新的在前',
    en: 'Lists calls to exclusive numbers, the newest first',
  },
  permission: 'uvms:read',
  request: Type.Object({
    Number: Type.Optional(
      Type.String({ ...notes('只看这个号码', 'This number alone'), pattern: '^\\+?[0-9]{3,15}$' }),
    ),
    Page: page(),
    NumPerPage: numPerPage(10),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('符合条件的总数', 'How many match')),
    Data: Type.Array(inboundCall(), notes('本页的呼入', 'The calls of this page')),
  }),
  errors: ['PROJECT_UNKNOWN'],
});

export const listUVMSInboundRefusals = defineAction({
  name: 'ListUVMSInboundRefusals',
  summary: {
    zh: '未接听的呼入：按日（北京时间）与原因计数，最近的在前',
    en: 'Calls that came in and were not taken, counted by day (Beijing time) and reason, the latest first',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({
    Days: Type.Optional(
      Type.Integer({
        ...notes('最近多少天', 'Of how many of the last days'),
        minimum: 1,
        maximum: 92,
        default: 7,
      }),
    ),
  }),
  response: Type.Object({
    Data: Type.Array(
      Type.Object(
        {
          Day: Type.String(notes('日期', 'Day')),
          Reason: Type.Enum(
            ['unknown-peer', 'unknown-number', 'no-flow', 'trunk-full', 'fault'],
            notes(
              '原因：unknown-peer 对端不是中继（不只是呼叫，各种请求都计），unknown-number 不是平台的号码，no-flow 号码没有绑定流程，trunk-full 中继已满，fault 内部故障',
              'unknown-peer (from no trunk of ours; requests of any kind), unknown-number (not the platform’s), no-flow (none is bound), trunk-full, fault (ours)',
            ),
          ),
          Status: Type.Integer(notes('答复的 SIP 状态', 'SIP status that was answered')),
          Calls: Type.Integer(notes('次数', 'How many')),
        },
        notes('一天的一种原因', 'One reason of one day'),
      ),
      notes('计数', 'The counts'),
    ),
  }),
  errors: [],
});
