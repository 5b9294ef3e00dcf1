import { checkFlow } from '@herald/callflow';
import {
  approveVersion,
  type FlowKey,
  insertFlow,
  moveFlow,
  STATUS_OF_PHASE,
} from '../../modules/callflows/index.ts';
import type { Tx } from '../../platform/db.ts';

/** One of everything that a flow can do without a server of the customer's; the guide to flows explains it. */
export const DEMO_FLOW = {
  start: 'welcome',
  maxSeconds: 180,
  nodes: {
    welcome: {
      kind: 'menu',
      say: '您好，这里是传话演示。您的订单{1}已送达。评价请按1，留言请按2，联系客服请按3，不再接听请按9。',
      keys: { 1: 'score', 2: 'message', 3: 'agent', 9: 'stop' },
      timeoutSeconds: 5,
      repeats: 1,
      otherwise: 'bye',
    },
    score: {
      kind: 'collect',
      say: '请输入一到五分，按井号键结束。',
      ...{ min: 1, max: 1, repeats: 1, next: 'sure', otherwise: 'bye' },
    },
    sure: {
      kind: 'confirm',
      say: '确认请按1，重新输入请按2。您的评分是',
      of: 'score',
      ...{ yes: 'bye', no: 'score', repeats: 1, otherwise: 'bye' },
      visits: { most: 3, after: 'bye' },
    },
    message: {
      kind: 'record',
      ask: '为了改进服务，需要对您的留言录音。同意请按1，不同意请挂机或按其他键。',
      say: '请开始留言，按井号键结束。',
      ...{ maxSeconds: 30, next: 'bye', declined: 'bye' },
    },
    agent: {
      kind: 'transfer',
      say: '正在为您转接客服，请稍候。',
      number: '+8613800000200',
      ...{ ringSeconds: 20, maxSeconds: 60, busy: 'busy', noAnswer: 'busy', failed: 'busy' },
    },
    busy: { kind: 'play', say: '客服正忙，请稍后再拨。', next: 'bye' },
    stop: { kind: 'refuse', say: '已为您登记，我们不会再次致电。再见。' },
    bye: { kind: 'hangup', say: '感谢您的接听，再见。' },
  },
};

/** Files the demo's flow as a reviewer would have approved it. */
export async function saveDemoFlow(tx: Tx, key: FlowKey, at: Date): Promise<void> {
  const { flow } = checkFlow(DEMO_FLOW);
  if (!flow) throw new Error('the demo’s flow is against the rules');
  const graph = JSON.stringify(flow);
  const about = { name: '送达回访', scene: '订单送达后请用户评价', appId: undefined } as const;
  await insertFlow(tx, key, { ...about, language: 'zh', allDay: true, graph }, at, 1);
  await moveFlow(tx, key, { status: STATUS_OF_PHASE.approved, remark: undefined }, at);
  await approveVersion(tx, key, { graph, by: 'demo', at });
}
