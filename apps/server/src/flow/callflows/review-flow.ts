import { checkFlow, edgesOf, promptsOf } from '@herald/callflow';
import { HeraldError } from '@herald/contract';
import { approveVersion, type FlowKey, findFlow, type StoredFlow } from '../../modules/callflows/index.ts';
import { appValue, languageValue, yesOrNo } from '../reviews/fact-values.ts';
import type { Reviewable, Subject, SubjectKey } from '../reviews/reviewed.ts';
import { turnFlow } from './turn-flow.ts';

const keyOf = ({ accountId, subjectId }: SubjectKey): FlowKey => ({ accountId, flowId: subjectId });

/** Flows on the review desk (4.2.7 b): what is approved is filed as a version, and sent with from then on. */
export function reviewableFlows(): Reviewable {
  return {
    async apply(tx, decision) {
      const { approved, reason, operatorId, at } = decision;
      const key = keyOf(decision);
      const stored = await turnFlow(tx, key, approved ? 'approve' : 'reject', at, reason);
      if (!approved) return;
      const { flow } = checkFlow(JSON.parse(stored.graph));
      // It was sound when it was submitted, and is under lock since.
      if (!flow) throw new HeraldError('REVIEW_SUBJECT_GONE');
      await approveVersion(tx, key, { graph: JSON.stringify(flow), by: operatorId, at });
    },

    async claimed(tx, { claimed, at, ...subject }) {
      await turnFlow(tx, keyOf(subject), claimed ? 'claim' : 'release', at);
    },

    async describe(db, subject) {
      const flow = await findFlow(db, keyOf(subject));
      return flow && { facts: factsOf(flow), parts: [] };
    },
  };
}

function factsOf(stored: StoredFlow): Subject['facts'] {
  const fact = (name: string, zh: string, en: string, value: string) => ({
    name: `flow.${name}`,
    words: { zh, en },
    value,
  });
  const { flow } = checkFlow(JSON.parse(stored.graph));
  const nodes = Object.entries(flow?.nodes ?? {}).map(([name, node]) => {
    const said = [...promptsOf(node).values()].map((text) => `“${text}”`);
    const leads = edgesOf(node).map(([field, target]) => `${field} → ${target}`);
    const more = node.kind === 'transfer' ? [node.number] : node.kind === 'webhook' ? [node.url] : [];
    return fact(
      `node.${name}`,
      `节点 ${name}（${node.kind}）`,
      `Node ${name} (${node.kind})`,
      [...said, ...more, ...leads].join('\n'),
    );
  });
  return [
    fact('name', '名称', 'Name', stored.name),
    fact('scene', '场景', 'Scene', stored.scene),
    fact('app', '应用', 'App', appValue(stored.appId)),
    fact('version', '版本', 'Version', String(stored.version)),
    fact('language', '播报语言', 'Language', languageValue(stored.language)),
    fact('all-day', '全天可呼', 'All day', yesOrNo(stored.allDay)),
    fact('start', '起点', 'Starts at', flow?.start ?? ''),
    fact('time', '最长通话秒数', 'Longest call, seconds', String(flow?.maxSeconds ?? '')),
    ...nodes,
  ];
}
