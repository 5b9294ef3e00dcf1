import { checkFlow, explainFinding, type Flow, promptsOf } from '@herald/callflow';
import {
  explainTemplateRule,
  HeraldError,
  TEMPLATE_RULES,
  type TemplateRuleName,
  type Words,
} from '@herald/contract';
import type { FlowDraft } from '../../modules/callflows/index.ts';
import { checkCalledNumber } from '../../modules/numbers/index.ts';
import { listApps } from '../../modules/qualification/index.ts';
import type { Screener } from '../../modules/screening/index.ts';
import { checkDraft, NOTICE } from '../../modules/templates/index.ts';
import { attribute } from '../../platform/attribution.ts';
import type { Db } from '../../platform/db.ts';
import { judgeUrl } from '../../platform/outbound-http.ts';
import { screenerNow } from '../screening/screening.ts';
import { screenDraft } from '../templates/check-template.ts';

/** One thing that is wrong with a flow, in both languages. */
export interface FlowFault {
  /** '' where it is the whole flow. */
  readonly node: string;
  readonly code: string;
  readonly weight: 'error' | 'hint';
  readonly problem: Words;
  readonly mend: Words;
}

export interface CheckedFlow {
  /** Where its form is right and every way through it ends. */
  readonly flow: Flow | undefined;
  readonly faults: readonly FlowFault[];
}

const MOST_FAULTS = 100;
/** Rules of templates that hold for the texts of a flow, each by itself: numbers of variables hold for all together. */
const TEXT_RULES: ReadonlySet<TemplateRuleName> = new Set([
  'content-character',
  'content-line-break',
  'content-full-width',
  'brace-full-width',
  'brace-unpaired',
  'variable-malformed',
  'variable-adjacent',
  'variable-combined',
  'variable-bare',
]);

/** Everything that is wrong with a flow, by the rules of flows, templates, numbers and addresses. Never throws. */
export function faultsOfFlow(
  draft: Pick<FlowDraft, 'graph' | 'language' | 'appId' | 'allDay'> & Partial<FlowDraft>,
  facts: { appApproved: boolean; allowNetworks: readonly string[] },
): CheckedFlow {
  const parsed = parse(draft.graph);
  if (parsed === undefined) return { flow: undefined, faults: [NO_JSON] };
  const { flow, findings } = checkFlow(parsed.value);
  const faults: FlowFault[] = findings.map((finding) => {
    const [zh, en] = [explainFinding(finding, 'zh'), explainFinding(finding, 'en')];
    return {
      ...{ node: finding.node, code: finding.rule, weight: 'error' },
      problem: { zh: zh.problem, en: en.problem },
      mend: { zh: zh.mend, en: en.mend },
    };
  });
  faults.push(...faultsOfTerms(draft, facts.appApproved));
  if (flow) {
    for (const [name, node] of Object.entries(flow.nodes)) {
      for (const text of promptsOf(node).values()) faults.push(...faultsOfText(name, text, draft.language));
      if (node.kind === 'transfer' && !checkCalledNumber(attribute(node.number)).ok)
        faults.push(noNumber(name));
      if (node.kind === 'webhook' && judgeUrl(node.url, facts.allowNetworks)) faults.push(noServer(name));
    }
  }
  return { flow, faults: faults.slice(0, MOST_FAULTS) };
}

/** The same for a flow of this account, and what the lexicon finds in its texts (4.2.2). */
export async function findFlowFaults(
  db: Db,
  accountId: string,
  draft: Parameters<typeof faultsOfFlow>[0],
  allowNetworks: readonly string[],
): Promise<CheckedFlow> {
  const { appId } = draft;
  const apps = appId === undefined ? [] : await listApps(db, accountId);
  const appApproved = apps.some((app) => app.appId === appId && app.state === 'approved');
  const facts = { appApproved: appId === undefined || appApproved, allowNetworks };
  const checked = faultsOfFlow(draft, facts);
  const screened = checked.flow ? screenFlow(await screenerNow(db), checked.flow) : [];
  return { ...checked, faults: [...checked.faults, ...screened].slice(0, MOST_FAULTS) };
}

function screenFlow(screener: Screener, flow: Flow): FlowFault[] {
  return Object.entries(flow.nodes).flatMap(([node, of]) => {
    const content = [...promptsOf(of).values()].join('\n');
    return screenDraft(screener, { name: '', scene: '', content }).map(({ rule, details }) => {
      const [zh, en] = [explainTemplateRule(rule, 'zh', details), explainTemplateRule(rule, 'en', details)];
      return {
        ...{ node, code: rule, weight: TEMPLATE_RULES[rule].weight },
        problem: { zh: zh.problem, en: en.problem },
        mend: { zh: zh.mend, en: en.mend },
      };
    });
  });
}

/** @throws HeraldError FLOW_INVALID naming the first error, its node and its remedy */
export function refuseFlowFaults(faults: readonly FlowFault[]): void {
  const fault = faults.find(({ weight }) => weight === 'error');
  if (!fault) return;
  const { node, code, problem, mend } = fault;
  const zh = node === '' ? '' : `节点 ${node}：`;
  const en = node === '' ? '' : `node ${node}: `;
  throw new HeraldError('FLOW_INVALID', {
    problemZh: `${zh}${problem.zh}（${code}）；${mend.zh}`,
    problemEn: `${en}${problem.en} (${code}); ${mend.en}`,
  });
}

/** Name, scene, app and hours, by the rules of templates; what is not given is not judged. */
function faultsOfTerms(draft: Parameters<typeof faultsOfFlow>[0], appApproved: boolean): FlowFault[] {
  const { name = '导航流程', scene = '导航流程', appId, language, allDay } = draft;
  const as = { kind: 'text', purpose: NOTICE, content: '' } as const;
  return checkDraft({ ...as, name, scene, appId, language, allDay }, { appApproved })
    .filter(({ field }) => field !== 'Content')
    .map(({ rule, details }) => faultOf('', rule, details));
}

function faultsOfText(node: string, content: string, language: 'zh' | 'en'): FlowFault[] {
  const as = { kind: 'text', purpose: NOTICE, name: '', scene: '', appId: undefined, allDay: false } as const;
  return checkDraft({ ...as, content, language }, { appApproved: true })
    .filter(({ field, rule }) => field === 'Content' && TEXT_RULES.has(rule))
    .map(({ rule, details }) => faultOf(node, rule, details));
}

function faultOf(
  node: string,
  rule: TemplateRuleName,
  details: Readonly<Record<string, string | number>>,
): FlowFault {
  const zh = explainTemplateRule(rule, 'zh', details);
  const en = explainTemplateRule(rule, 'en', details);
  return {
    ...{ node, code: rule, weight: TEMPLATE_RULES[rule].weight },
    problem: { zh: zh.problem, en: en.problem },
    mend: { zh: zh.mend, en: en.mend },
  };
}

function parse(graph: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(graph) };
  } catch {
    return undefined;
  }
}

const NO_JSON: FlowFault = {
  ...{ node: '', code: 'flow-json', weight: 'error' },
  problem: { zh: '流程不是 JSON', en: 'the flow is no JSON' },
  mend: { zh: '请检查引号、逗号与括号是否成对', en: 'check its quotes, commas and brackets' },
};

const noNumber = (node: string): FlowFault => ({
  ...{ node, code: 'transfer-number', weight: 'error' },
  problem: {
    zh: '转接号码不存在，或不在已开放的目的地',
    en: 'the number to transfer to cannot be, or its destination is not open',
  },
  mend: {
    zh: '请写国内号码，如 +8613800000200',
    en: 'write a number of the mainland such as +8613800000200',
  },
});

const noServer = (node: string): FlowFault => ({
  ...{ node, code: 'webhook-url', weight: 'error' },
  problem: {
    zh: 'url 不能访问：地址不在公网，或含有用户名',
    en: 'the url may not be reached: its address is not on the public internet, or it holds a user name',
  },
  mend: { zh: '请写公网上的 https 地址', en: 'write an https address on the public internet' },
});
