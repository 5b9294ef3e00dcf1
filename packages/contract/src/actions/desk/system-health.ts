import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';

const count = (zh: string, en: string) => Type.Integer({ ...notes(zh, en), minimum: 0 });

export const getUVMSSystemHealth = defineAction({
  name: 'GetUVMSSystemHealth',
  summary: {
    zh: '平台此刻的运行状况：节点、消息队列、后台任务与线路容量',
    en: 'How the platform is now: nodes, the queue of messages, background jobs, and what trunks can carry',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({}),
  response: Type.Object({
    Nodes: Type.Array(
      Type.Object(
        {
          NodeId: Type.String(notes('节点', 'The node')),
          Kind: Type.String(notes('种类', 'What it is')),
          Host: Type.String(notes('主机', 'On which machine')),
          Alive: Type.Boolean(notes('租约是否有效', 'Whether its lease runs')),
          StartTime: milliseconds('启动时间', 'When it started'),
          LeaseTime: milliseconds('租约到期时间', 'Until when its lease runs'),
          Calls: count('正在处理的呼叫', 'Calls it is working on'),
        },
        notes('一个外呼节点', 'A process that dials'),
      ),
      notes('外呼节点；失联一天后移除', 'Processes that dial; one that is silent is forgotten after a day'),
    ),
    Queue: Type.Object(
      {
        Due: count('到时待呼叫', 'Waiting, and due'),
        Later: count('等待时段或重试', 'Waiting for their time'),
        Held: count('因无款项而暂停', 'Held: nothing pays for them'),
        Claimed: count('已领取，即将呼叫', 'Claimed, about to be dialled'),
        Dialling: count('呼叫中', 'In a call'),
        OldestDueTime: milliseconds(
          '等待最久的到时消息何时到时，没有为 0',
          'Since when the first of those that are due waits; 0: none waits',
        ),
        Counted: Type.Boolean(
          notes(
            '是否全部计入；超过 10 万条时只计 10 万条',
            'Whether all were counted; beyond 100,000 no more are',
          ),
        ),
      },
      notes('尚未结束的消息', 'Messages that are not over'),
    ),
    Jobs: Type.Array(
      Type.Object(
        {
          Name: Type.String(notes('任务种类', 'What the jobs do')),
          Waiting: count('等待中', 'Waiting'),
          Active: count('进行中', 'Being done'),
          Failed: count('已放弃', 'Given up'),
        },
        notes('一种后台任务', 'One kind of background job'),
      ),
      notes('后台任务', 'Background jobs'),
    ),
    Trunks: Type.Object(
      {
        Enabled: count('已启用', 'In use'),
        Sick: count('其中已摘除', 'Of these taken out, being sick'),
        Concurrency: count('可用并发', 'Calls they can carry at once'),
        Cps: count('每秒可新建呼叫', 'Calls they can start in a second'),
        Active: count('当前呼叫', 'Calls on them now'),
        EndedLastMinute: count('上一分钟结束的呼叫', 'Calls that ended in the minute before this one'),
      },
      notes('线路合计', 'All trunks together'),
    ),
  }),
  errors: [],
});
