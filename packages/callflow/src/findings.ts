/** What can be wrong with a flow: the problem, then how it is mended, in both languages. The one table. */
export const FLOW_RULES = {
  'flow-form': row(
    '流程不是一个带 start 与 nodes 的 JSON 对象',
    'the flow is no JSON object with start and nodes',
    '请写成 {"start":"…","nodes":{…}}',
    'write it as {"start":"…","nodes":{…}}',
  ),
  'start-unknown': row(
    '起点“{target}”不是任何节点',
    'the start "{target}" is no node',
    '请把 start 写成 nodes 中的一个节点名',
    'make start the name of one of the nodes',
  ),
  'nodes-many': row(
    '节点有 {count} 个，最多 {most} 个',
    'there are {count} nodes; at most {most} are allowed',
    '请合并或删去节点',
    'merge nodes or take some out',
  ),
  'node-name': row(
    '节点名“{name}”不可用',
    'the name "{name}" cannot be used for a node',
    '以字母开头，只用字母、数字、- 和 _，至多 32 个字符',
    'begin with a letter; letters, digits, - and _ only, at most 32',
  ),
  'node-kind': row(
    '不认识的节点类型“{kind}”',
    'there is no kind of node "{kind}"',
    '请使用 {kinds}',
    'use one of {kinds}',
  ),
  'field-missing': row(
    '缺少 {field}',
    '{field} is missing',
    '请补上 {field}：{expected}',
    'add {field}: {expected}',
  ),
  'field-unknown': row(
    '没有名为 {field} 的字段',
    'there is no field {field} here',
    '请删去或更正拼写；此节点可用 {fields}',
    'take it out or mend its spelling; this node has {fields}',
  ),
  'field-value': row('{field} 的值不可用', 'the value of {field} cannot be used', '{expected}', '{expected}'),
  'target-unknown': row(
    '{field} 指向不存在的节点“{target}”',
    '{field} leads to "{target}", which is no node',
    '请改为已有的节点名，或添加该节点',
    'name a node that is there, or add that one',
  ),
  'node-unreached': row(
    '从起点到不了此节点',
    'no way leads here from the start',
    '请让某个节点指向它，或删去',
    'lead to it from another node, or take it out',
  ),
  'loop-endless': row(
    '此节点在一个没有次数上限的循环里：{path}',
    'it is in a loop without a bound: {path}',
    '请给循环中的一个节点加 visits：{"most":3,"after":"…"}，after 指向循环之外',
    'give one node of the loop visits: {"most":3,"after":"…"} that leads out of it',
  ),
  'text-length': row(
    '{field} 有 {length} 个字符，最多 {most} 个',
    '{field} has {length} characters; at most {most} are allowed',
    '请缩短，或分到几个节点里',
    'shorten it, or divide it over some nodes',
  ),
  'texts-length': row(
    '全部文字共 {length} 个字符，最多 {most} 个',
    'all texts together have {length} characters; at most {most} are allowed',
    '请缩短文字',
    'shorten the texts',
  ),
  'variable-gap': row(
    '变量序号不连续：有 {variable}，缺少 {missing}',
    'the numbers of variables have a gap: there is {variable}, but no {missing}',
    '整个流程的变量请从 1 起连续编号，可在多处使用同一变量',
    'number the variables of the whole flow from 1 on without gaps; one may be used in several places',
  ),
  'confirm-of': row(
    'of 指向的“{target}”不是 collect 节点',
    'of names "{target}", which is no collect node',
    '请写一个 collect 节点的名字，或删去 of',
    'name a collect node, or take of out',
  ),
  'digits-order': row(
    'min（{min}）大于 max（{max}）',
    'min ({min}) is greater than max ({max})',
    '请让 min 不大于 max',
    'make min no greater than max',
  ),
  'time-short': row(
    '此节点自身可能用 {seconds} 秒，而整个通话最多 {most} 秒',
    'this node alone may take {seconds} s, and the whole call is {most} s at most',
    '请缩短文字、减少 repeats，或增大流程的 maxSeconds',
    'shorten it, lower repeats, or raise the flow’s maxSeconds',
  ),
} as const;

export type FlowRule = keyof typeof FLOW_RULES;
type Details = Readonly<Record<string, string | number>>;

/** One thing that is wrong: `node` is '' where it is the whole flow. */
export interface FlowFinding {
  readonly node: string;
  readonly rule: FlowRule;
  readonly details: Details;
}

/** A finding in the reader's language: the problem, then how it is mended. */
export function explainFinding(
  { rule, details }: Pick<FlowFinding, 'rule' | 'details'>,
  language: 'zh' | 'en',
): { readonly problem: string; readonly mend: string } {
  const words = FLOW_RULES[rule][language];
  const own = (text: string) => {
    const key = (name: string) => details[`${name}.${language}`] ?? details[name];
    return text.replace(/\{(\w+)\}/g, (place, name: string) => String(key(name) ?? place));
  };
  return { problem: own(words.problem), mend: own(words.mend) };
}

function row(zh: string, en: string, mendZh: string, mendEn: string) {
  return { zh: { problem: zh, mend: mendZh }, en: { problem: en, mend: mendEn } } as const;
}
