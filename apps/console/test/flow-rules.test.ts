import { describe, expect, test } from 'vitest';
import { differences } from '../src/pages/customer/flows/compare-rules.ts';
import {
  addNode,
  exitsOf,
  type Graph,
  KINDS,
  lead,
  newNode,
  readGraph,
  removeNode,
  renameNode,
  specsOf,
  writeGraph,
} from '../src/pages/customer/flows/graph-rules.ts';
import { placesOf } from '../src/pages/customer/flows/layout-rules.ts';
import { triedSoFar } from '../src/pages/customer/flows/trying-rules.ts';

const GRAPH: Graph = {
  start: 'ask',
  maxSeconds: 120,
  nodes: {
    ask: { kind: 'menu', say: 'a', keys: { 1: 'digits', 9: 'stop' }, otherwise: 'bye' },
    digits: { kind: 'collect', say: 'b', min: 1, max: 4, next: 'sure', otherwise: 'bye' },
    sure: {
      kind: 'confirm',
      say: 'c',
      of: 'digits',
      yes: 'bye',
      no: 'digits',
      otherwise: 'bye',
      visits: { most: 3, after: 'stop' },
    },
    stop: { kind: 'refuse', say: 'd' },
    bye: { kind: 'hangup' },
  },
};

describe('the graph of a flow', () => {
  test('product: its JSON is read and written as it was; what cannot be drawn is told', () => {
    expect(readGraph(writeGraph(GRAPH))).toEqual(GRAPH);
    for (const json of [
      '',
      '[]',
      '{"start":"a"}',
      '{"nodes":{"a":{"kind":"dance"}}}',
      '{"nodes":{"a":null}}',
    ])
      expect(readGraph(json), json).toBeUndefined();
  });

  test('product: a node that gets another name is still led to by keys, bounds and read-out digits', () => {
    const renamed = renameNode(renameNode(GRAPH, 'digits', 'score'), 'stop', 'refused');
    const text = writeGraph(renamed);
    expect(text).not.toContain('"digits"');
    expect(text).not.toContain('"stop"');
    expect(renamed.nodes.sure).toMatchObject({ of: 'score', no: 'score', visits: { after: 'refused' } });
    expect(renameNode(GRAPH, 'ask', 'hello').start).toBe('hello');
  });

  test('product: what led to a node that was deleted leads nowhere, and nothing else changes', () => {
    const { nodes, start } = removeNode(GRAPH, 'digits');
    expect(start).toBe('ask');
    expect(exitsOf(nodes.ask as never)).toContainEqual({ exit: 'keys.1', to: '' });
    expect(exitsOf(nodes.ask as never)).toContainEqual({ exit: 'keys.9', to: 'stop' });
    expect(nodes.sure).toMatchObject({ no: '', yes: 'bye' });
    expect(nodes.sure?.of).toBeUndefined();
  });

  test.each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
    'product: every way out of a new %s can be led',
    (kind) => {
      const node = newNode(kind);
      const led = exitsOf(node).reduce((so, { exit }) => lead(so, exit, 'there'), node);
      expect(exitsOf(led).every(({ to }) => to === 'there')).toBe(true);
      expect(
        Object.keys(led).every((field) => field === 'kind' || specsOf(kind).some(([name]) => name === field)),
      ).toBe(true);
    },
  );

  test('product: a new node has a name of its own, and the first one is the start', () => {
    const one = addNode({ start: '', maxSeconds: 300, nodes: {} }, 'play');
    const two = addNode(one.graph, 'play');
    expect([one.name, two.name, two.graph.start]).toEqual(['play1', 'play2', 'play1']);
  });

  test('product: nodes are placed by their steps from the start, no two in one place, loops and strays too', () => {
    const places = placesOf({ ...GRAPH, nodes: { ...GRAPH.nodes, stray: { kind: 'hangup' } } });
    const column = (name: string) => (places.get(name)?.x ?? -1) / 300;
    expect(['ask', 'digits', 'stop', 'bye', 'sure', 'stray'].map(column)).toEqual([0, 1, 1, 1, 2, 3]);
    expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(6);
  });
});

test('product: of a try only what the pressed keys led to is shown; what would happen by itself is not', () => {
  const steps = [
    { Node: 'ask', Kind: 'menu', Said: ['a', 'a'], Did: ['5', '1'] },
    { Node: 'digits', Kind: 'collect', Said: ['b', 'b'], Did: ['timeout', 'timeout'] },
    { Node: 'bye', Kind: 'hangup', Said: ['z'], Did: [] },
  ];
  expect(triedSoFar(steps, 1)).toEqual({ steps: [{ ...steps[0], Did: ['5'] }], waits: true });
  expect(triedSoFar(steps, 2)).toEqual({
    steps: [steps[0], { ...steps[1], Said: ['b'], Did: [] }],
    waits: true,
  });
  expect(triedSoFar(steps, 4)).toEqual({ steps, waits: false });
});

describe('versions of a flow', () => {
  test('product: what one version has otherwise is named by node and field, and what is alike is not', () => {
    const { ask, ...rest } = GRAPH.nodes;
    const after: Graph = {
      ...GRAPH,
      maxSeconds: 60,
      nodes: {
        ...rest,
        digits: { kind: 'collect', say: 'B', min: 1, next: 'sure', otherwise: 'bye' },
        end: { kind: 'hangup' },
      },
    };
    expect(ask).toBeDefined();
    expect(differences(GRAPH, GRAPH)).toEqual([]);
    expect(
      differences(GRAPH, after).map(({ node, change, fields }) => [
        node,
        change,
        fields.map(({ field }) => field),
      ]),
    ).toEqual([
      [undefined, 'changed', ['maxSeconds']],
      ['ask', 'removed', ['kind', 'say', 'keys', 'otherwise']],
      ['digits', 'changed', ['say', 'max']],
      ['end', 'added', ['kind']],
    ]);
  });
});
