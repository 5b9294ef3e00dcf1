/** A flow as it is edited: what the service will read, with whatever is not filled in yet. */
export interface Graph {
  readonly start: string;
  readonly maxSeconds: number;
  readonly nodes: Readonly<Record<string, GraphNode>>;
}

export interface GraphNode {
  readonly kind: NodeKind;
  readonly [field: string]: unknown;
}

/** How a field of a node is filled in. `target` names the node that it goes on at. */
type FieldSpec =
  | { readonly is: 'text'; readonly optional?: true }
  | { readonly is: 'target' | 'collected' | 'keys' | 'branches' | 'key' | 'number' | 'url' }
  | { readonly is: 'integer'; readonly least: number; readonly most: number; readonly otherwise: number };

const text: FieldSpec = { is: 'text' };
const target: FieldSpec = { is: 'target' };
const integer = (least: number, most: number, otherwise: number): FieldSpec => ({
  is: 'integer',
  least,
  most,
  otherwise,
});
const waits = { timeoutSeconds: integer(1, 30, 5), repeats: integer(0, 5, 1), otherwise: target };

/** The fields of each kind in the order of the form, as the guide to flows has them; the service holds their rules. */
export const KINDS = {
  play: { say: text, next: target },
  menu: { say: text, keys: { is: 'keys' }, ...waits },
  collect: { say: text, min: integer(1, 32, 1), max: integer(1, 32, 4), next: target, ...waits },
  confirm: { say: text, of: { is: 'collected' }, yes: target, no: target, ...waits },
  record: {
    ask: text,
    improve: { is: 'text', optional: true },
    key: { is: 'key' },
    timeoutSeconds: integer(1, 30, 5),
    say: text,
    maxSeconds: integer(1, 180, 60),
    next: target,
    declined: target,
  },
  transfer: {
    say: { is: 'text', optional: true },
    number: { is: 'number' },
    ringSeconds: integer(5, 60, 30),
    maxSeconds: integer(10, 1800, 300),
    busy: target,
    noAnswer: target,
    failed: target,
  },
  webhook: {
    url: { is: 'url' },
    timeoutSeconds: integer(1, 5, 3),
    branches: { is: 'branches' },
    otherwise: target,
  },
  refuse: { say: text },
  hangup: { say: { is: 'text', optional: true } },
} as const satisfies Record<string, Readonly<Record<string, FieldSpec>>>;

export type NodeKind = keyof typeof KINDS;
export const NODE_KINDS = Object.keys(KINDS) as NodeKind[];
export const specsOf = (kind: NodeKind): [string, FieldSpec][] => Object.entries(KINDS[kind]);

export const KEYS = [...'1234567890*#'];
/** Bounds of the whole call, seconds. */
export const CALL_SECONDS = { least: 10, most: 1800, otherwise: 300 } as const;
export const NODE_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/;
export const VISITS = { least: 1, most: 10, otherwise: 3 } as const;

/** The graph of a flow's JSON; undefined where it cannot be drawn. */
export function readGraph(json: string): Graph | undefined {
  let read: unknown;
  try {
    read = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!isRecord(read) || !isRecord(read.nodes)) return undefined;
  const nodes = Object.values(read.nodes);
  if (!nodes.every((node) => isRecord(node) && Object.hasOwn(KINDS, String(node.kind)))) return undefined;
  return {
    ...read,
    start: typeof read.start === 'string' ? read.start : '',
    maxSeconds: typeof read.maxSeconds === 'number' ? read.maxSeconds : CALL_SECONDS.otherwise,
    nodes: read.nodes as Graph['nodes'],
  };
}

export const writeGraph = (graph: Graph): string => JSON.stringify(graph, null, 2);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys or branches of a node, and where they lead. */
export function targetsIn(node: GraphNode, field: 'keys' | 'branches'): [string, string][] {
  const value = node[field];
  return isRecord(value) ? Object.entries(value).map(([key, to]) => [key, String(to)]) : [];
}

export const textIn = (node: GraphNode, field: string): string =>
  typeof node[field] === 'string' ? node[field] : '';

/** The ways out of a node: its field, with the key or branch behind a dot, and the node it leads to (empty: nowhere). */
export function exitsOf(node: GraphNode): { exit: string; to: string }[] {
  const exits = specsOf(node.kind).flatMap(([field, spec]) => {
    if (spec.is === 'target') return [{ exit: field, to: textIn(node, field) }];
    if (spec.is !== 'keys' && spec.is !== 'branches') return [];
    return targetsIn(node, spec.is).map(([key, to]) => ({ exit: `${field}.${key}`, to }));
  });
  const { visits } = node;
  return isRecord(visits) ? [...exits, { exit: 'visits.after', to: String(visits.after ?? '') }] : exits;
}

/** The same node with that way out leading elsewhere. */
export function lead(node: GraphNode, exit: string, to: string): GraphNode {
  const [field = '', ...rest] = exit.split('.');
  if (rest.length === 0) return { ...node, [field]: to };
  const inner = node[field];
  return { ...node, [field]: { ...(isRecord(inner) ? inner : {}), [rest.join('.')]: to } };
}

/** A node of that kind with what can be known of it beforehand. */
export function newNode(kind: NodeKind): GraphNode {
  const fields = specsOf(kind).flatMap(([field, spec]): [string, unknown][] => {
    if (spec.is === 'integer') return [[field, spec.otherwise]];
    if (spec.is === 'keys') return [[field, { 1: '' }]];
    if (spec.is === 'branches') return [[field, {}]];
    if (spec.is === 'key') return [[field, '1']];
    if (spec.is === 'collected' || (spec.is === 'text' && spec.optional)) return [];
    return [[field, '']];
  });
  return { kind, ...Object.fromEntries(fields) };
}

/** The graph with one node more, of a name that is free; the first one is the start. */
export function addNode(graph: Graph, kind: NodeKind): { graph: Graph; name: string } {
  let number = 1;
  while (Object.hasOwn(graph.nodes, `${kind}${number}`)) number++;
  const name = `${kind}${number}`;
  const start = Object.hasOwn(graph.nodes, graph.start) ? graph.start : name;
  return { graph: { ...graph, start, nodes: { ...graph.nodes, [name]: newNode(kind) } }, name };
}

export const setNode = (graph: Graph, name: string, node: GraphNode): Graph => ({
  ...graph,
  nodes: { ...graph.nodes, [name]: node },
});

/** The graph without that node; what led to it leads nowhere. */
export function removeNode(graph: Graph, name: string): Graph {
  const { [name]: _gone, ...nodes } = graph.nodes;
  return { ...readdressed({ ...graph, nodes }, name, ''), start: graph.start === name ? '' : graph.start };
}

/** The graph with that node under another name, and everything that led to it still leading there. */
export function renameNode(graph: Graph, name: string, next: string): Graph {
  const nodes = Object.fromEntries(
    Object.entries(graph.nodes).map(([each, node]) => [each === name ? next : each, node]),
  );
  const start = graph.start === name ? next : graph.start;
  return { ...readdressed({ ...graph, nodes }, name, next), start };
}

function readdressed(graph: Graph, from: string, to: string): Graph {
  const nodes = Object.entries(graph.nodes).map(([name, node]) => {
    let next = node;
    for (const { exit, to: old } of exitsOf(node)) if (old === from) next = lead(next, exit, to);
    return [name, node.of === from ? { ...next, of: to || undefined } : next] as const;
  });
  return { ...graph, nodes: Object.fromEntries(nodes) };
}
