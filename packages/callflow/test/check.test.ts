import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkFlow, explainFinding, FLOW_RULES, variablesOf } from '../src/index.ts';
import { ORDER, ordered } from './support/flows.ts';

const rulesOf = (value: unknown) => checkFlow(value).findings.map(({ node, rule }) => [node, rule]);
const one = (node: unknown, more: Record<string, unknown> = {}) => ({
  start: 'a',
  nodes: { a: node, end: { kind: 'hangup' }, ...more },
});

describe('4.2.7 b what a flow may be', () => {
  test('rule: a flow that holds together has no findings, and what was left out is filled in', () => {
    const { flow, findings } = checkFlow(ORDER);
    expect(findings).toEqual([]);
    expect(flow?.maxSeconds).toBe(300);
    expect(flow?.nodes.welcome).toMatchObject({ timeoutSeconds: 5, repeats: 2 });
    expect(flow && variablesOf(flow)).toBe(1);
  });

  test.each([
    ['no object', 7, [['', 'flow-form']]],
    ['an array of nodes', { start: 'a', nodes: [] }, [['', 'flow-form']]],
    ['a start that is nowhere', { start: 'b', nodes: { a: { kind: 'hangup' } } }, [['', 'start-unknown']]],
    [
      'a start of every object’s',
      { start: 'constructor', nodes: { a: { kind: 'hangup' } } },
      [['', 'start-unknown']],
    ],
    [
      'an odd name',
      { start: 'a', nodes: { a: { kind: 'hangup' }, '1 b': { kind: 'hangup' } } },
      [['', 'node-name']],
    ],
    ['another kind', one({ kind: 'jump' }), [['a', 'node-kind']]],
    ['a kind of every object’s', one({ kind: 'toString' }), [['a', 'node-kind']]],
    ['a field too little', one({ kind: 'play', say: '好的' }), [['a', 'field-missing']]],
    [
      'a field too much',
      one({ kind: 'play', say: '好的', next: 'end', nxt: 'end' }),
      [['a', 'field-unknown']],
    ],
    ['an empty text', one({ kind: 'play', say: ' ', next: 'end' }), [['a', 'field-value']]],
    [
      'a menu without keys',
      one({ kind: 'menu', say: '请按键', keys: {}, otherwise: 'end' }),
      [['a', 'field-value']],
    ],
    [
      'a key of two',
      one({ kind: 'menu', say: '请', keys: { 12: 'end' }, otherwise: 'end' }),
      [['a', 'field-value']],
    ],
    [
      'a number of a village',
      one({ kind: 'transfer', number: '110', busy: 'end', noAnswer: 'end', failed: 'end' }),
      [['a', 'field-value']],
    ],
    [
      'a file as a URL',
      one({ kind: 'webhook', url: 'file:///etc/passwd', branches: { b: 'end' }, otherwise: 'end' }),
      [['a', 'field-value']],
    ],
    ['a target that is nowhere', one({ kind: 'play', say: '好的', next: 'away' }), [['a', 'target-unknown']]],
    [
      'a target of every object’s',
      one({ kind: 'play', say: '好的', next: 'valueOf' }),
      [['a', 'target-unknown']],
    ],
    ['a node that nobody reaches', one({ kind: 'hangup' }), [['end', 'node-unreached']]],
    [
      'itself for ever',
      { start: 'a', nodes: { a: { kind: 'play', say: '好的', next: 'a' } } },
      [['a', 'loop-endless']],
    ],
    [
      'a bound that leads back',
      one(
        { kind: 'play', say: '好', next: 'end', visits: { most: 2, after: 'b' } },
        { b: { kind: 'play', say: '好', next: 'a' } },
      ),
      [['a', 'loop-endless']],
    ],
    ['a gap in its variables', one({ kind: 'play', say: '订单{2}', next: 'end' }), [['a', 'variable-gap']]],
    ['a text without end', one({ kind: 'play', say: '长'.repeat(501), next: 'end' }), [['a', 'text-length']]],
    [
      'more digits at least than at most',
      one({ kind: 'collect', say: '请输入', min: 5, max: 4, next: 'end', otherwise: 'end' }),
      [['a', 'digits-order']],
    ],
    [
      'to confirm what nobody collected',
      one({ kind: 'confirm', say: '对吗', of: 'end', yes: 'end', no: 'end', otherwise: 'end' }),
      [['a', 'confirm-of']],
    ],
    [
      'too long for the call',
      { ...one({ kind: 'play', say: '长'.repeat(100), next: 'end' }), maxSeconds: 20 },
      [['a', 'time-short']],
    ],
    [
      'too many nodes',
      {
        start: 'n0',
        nodes: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`n${n}`, { kind: 'hangup' }])),
      },
      [['', 'nodes-many']],
    ],
  ])('rule: %s is told, at its node', (_what, value, expected) => {
    expect(rulesOf(value)).toEqual(expected);
  });

  test('rule: a loop with a bound that leads out of it is none without end', () => {
    const menu = {
      kind: 'menu',
      say: '请按1',
      keys: { 1: 'b' },
      otherwise: 'end',
      visits: { most: 3, after: 'end' },
    };
    expect(rulesOf(one(menu, { b: { kind: 'play', say: '好的', next: 'a' } }))).toEqual([]);
  });

  test('rule: every finding says what is wrong and what to do, in both languages, with all its places filled', () => {
    for (const [value] of FAULTY) {
      for (const finding of checkFlow(value).findings) {
        for (const language of ['zh', 'en'] as const) {
          const { problem, mend } = explainFinding(finding, language);
          expect(`${problem} ${mend}`).not.toMatch(
            /\{(?:field|expected|target|name|kinds?|fields|path|length|most|count|seconds|min|max|variable|missing)\}/,
          );
          expect(mend).not.toBe('');
        }
      }
    }
    expect(Object.keys(FLOW_RULES).length).toBeGreaterThan(10);
  });

  test('rule: whatever JSON it is given, the checker answers and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.record({ start: fc.string(), nodes: fc.jsonValue() }), ordered(9, true)),
        (value) => {
          const { flow, findings } = checkFlow(value);
          expect(flow === undefined).toBe(findings.length > 0);
        },
      ),
      { numRuns: 500, seed: 7 },
    );
  });
});

const FAULTY: [unknown][] = [
  [7],
  [one({ kind: 'jump' })],
  [one({ kind: 'play', say: ' ', nxt: 'x' })],
  [one({ kind: 'play', say: '订单{3}', next: 'away' })],
  [{ start: 'a', nodes: { a: { kind: 'play', say: '好', next: 'a' }, b: { kind: 'hangup' } } }],
  [{ ...one({ kind: 'play', say: '长'.repeat(600), next: 'end' }), maxSeconds: 20 }],
];
