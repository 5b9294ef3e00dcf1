/**
 * The language of flows: a graph of nodes by name. `Say` is what a prompt is: filed text where a flow is written and
 * checked, whatever an engine plays where it is run. Targets are names of nodes.
 */
export interface Flow<Say = string> {
  readonly start: string;
  /** The call ends after so long, wherever it is. */
  readonly maxSeconds: number;
  readonly nodes: Readonly<Record<string, FlowNode<Say>>>;
}

/** How often a node may be entered; at the next time the flow goes on at `after`. What makes a loop end. */
export interface VisitBound {
  readonly most: number;
  readonly after: string;
}

interface Common {
  readonly visits?: VisitBound;
}

/** How long a key is waited for after the prompt, and how often the prompt is said again; then `otherwise`. */
interface Waits {
  readonly timeoutSeconds: number;
  readonly repeats: number;
  readonly otherwise: string;
}

export interface PlayNode<Say> extends Common {
  readonly kind: 'play';
  readonly say: Say;
  readonly next: string;
}

/** One key of several. A key ends the prompt; one that is not in `keys` counts as a try. */
export interface MenuNode<Say> extends Common, Waits {
  readonly kind: 'menu';
  readonly say: Say;
  readonly keys: Readonly<Record<string, string>>;
}

/** `min` to `max` digits; `#`, the last possible one, or a pause once there are enough, ends them. */
export interface CollectNode<Say> extends Common, Waits {
  readonly kind: 'collect';
  readonly say: Say;
  readonly min: number;
  readonly max: number;
  readonly next: string;
}

/** 1 for yes, 2 for no; `of` names the node whose digits are read out after `say`. */
export interface ConfirmNode<Say> extends Common, Waits {
  readonly kind: 'confirm';
  readonly say: Say;
  readonly of?: string;
  readonly yes: string;
  readonly no: string;
}

/**
 * Asks whether it may record, and records only after `key`: silence and every other key is a no. `#` ends it. `improve`,
 * asked after a yes, is whether the recording may also be used to improve the service: its own yes, with the same key. A
 * no to it changes nothing about the recording.
 */
export interface RecordNode<Say> extends Common {
  readonly kind: 'record';
  readonly ask: Say;
  readonly improve?: Say;
  readonly key: string;
  readonly timeoutSeconds: number;
  readonly say: Say;
  readonly maxSeconds: number;
  readonly next: string;
  readonly declined: string;
}

/** Calls somebody else and connects the two. Whoever hangs up then, the call is over. */
export interface TransferNode<Say> extends Common {
  readonly kind: 'transfer';
  readonly say?: Say;
  /** E.164. */
  readonly number: string;
  readonly ringSeconds: number;
  readonly maxSeconds: number;
  readonly busy: string;
  readonly noAnswer: string;
  readonly failed: string;
}

/** Asks a server which of `branches` is taken; whatever goes wrong with that is `otherwise`. */
export interface WebhookNode extends Common {
  readonly kind: 'webhook';
  readonly url: string;
  readonly timeoutSeconds: number;
  readonly branches: Readonly<Record<string, string>>;
  readonly otherwise: string;
}

/** Whoever is called is not called again; says so, and hangs up. */
export interface RefuseNode<Say> extends Common {
  readonly kind: 'refuse';
  readonly say: Say;
}

export interface HangupNode<Say> extends Common {
  readonly kind: 'hangup';
  readonly say?: Say;
}

export type FlowNode<Say = string> =
  | PlayNode<Say>
  | MenuNode<Say>
  | CollectNode<Say>
  | ConfirmNode<Say>
  | RecordNode<Say>
  | TransferNode<Say>
  | WebhookNode
  | RefuseNode<Say>
  | HangupNode<Say>;

export type NodeKind = FlowNode['kind'];

/** The node of that name; undefined where there is none, whatever the name. */
export function nodeOf<Say>(flow: Flow<Say>, name: string): FlowNode<Say> | undefined {
  return Object.hasOwn(flow.nodes, name) ? flow.nodes[name] : undefined;
}

/** A field that has words to be said. */
export type PromptField = 'ask' | 'improve' | 'say';

/** What a node says, by the field that has it. */
export function promptsOf<Say>(node: FlowNode<Say>): ReadonlyMap<PromptField, Say> {
  const prompts = new Map<PromptField, Say>();
  if (node.kind === 'record') {
    prompts.set('ask', node.ask);
    if (node.improve !== undefined) prompts.set('improve', node.improve);
  }
  if (node.kind !== 'webhook' && node.say !== undefined) prompts.set('say', node.say);
  return prompts;
}

/** The same flow with its prompts as something else. */
export function mapPrompts<From, To>(
  flow: Flow<From>,
  map: (say: From, node: string, field: PromptField) => To,
): Flow<To> {
  const nodes: Record<string, FlowNode<To>> = {};
  for (const [name, node] of Object.entries(flow.nodes)) {
    const prompts = [...promptsOf(node)].map(([field, say]) => [field, map(say, name, field)]);
    nodes[name] = { ...node, ...Object.fromEntries(prompts) } as FlowNode<To>;
  }
  return { ...flow, nodes };
}

/** Where a node may lead, but for its bound of visits: field (with key or branch) and target. */
export function edgesOf(node: FlowNode<unknown>): readonly (readonly [field: string, target: string])[] {
  switch (node.kind) {
    case 'play':
      return [['next', node.next]];
    case 'menu':
      return [...within('keys', node.keys), ['otherwise', node.otherwise]];
    case 'collect':
      return [
        ['next', node.next],
        ['otherwise', node.otherwise],
      ];
    case 'confirm':
      return [
        ['yes', node.yes],
        ['no', node.no],
        ['otherwise', node.otherwise],
      ];
    case 'record':
      return [
        ['next', node.next],
        ['declined', node.declined],
      ];
    case 'transfer':
      return [
        ['busy', node.busy],
        ['noAnswer', node.noAnswer],
        ['failed', node.failed],
      ];
    case 'webhook':
      return [...within('branches', node.branches), ['otherwise', node.otherwise]];
    case 'refuse':
    case 'hangup':
      return [];
  }
}

const within = (field: string, targets: Readonly<Record<string, string>>) =>
  Object.entries(targets).map(([key, target]) => [`${field}.${key}`, target] as const);

/** Longest time that may be on the second line, seconds; 0 where the flow transfers nobody. */
export function transferSeconds(flow: Flow<unknown>): number {
  const transfers = Object.values(flow.nodes).filter((node) => node.kind === 'transfer');
  return Math.min(flow.maxSeconds, Math.max(0, ...transfers.map((node) => node.maxSeconds)));
}
