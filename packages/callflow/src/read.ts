import type { FlowFinding } from './findings.ts';
import type { Flow, FlowNode } from './language.ts';
import { LIMITS } from './limits.ts';
import { expected, SHAPES, type Shape } from './shapes.ts';

const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/;
const KEY = /^[0-9*#]$/;
const KINDS = Object.keys(SHAPES);
const VISITS: Shape = { is: 'visits', optional: true };

type Tell = (node: string, rule: FlowFinding['rule'], details?: FlowFinding['details']) => void;

/**
 * A flow out of JSON, with what was left out filled in. Never throws, whatever the value.
 * @returns the flow where its form is right; whether it holds together is judged by `checkFlow`
 */
export function readFlow(value: unknown, tell: Tell): Flow | undefined {
  let faults = 0;
  const fault: Tell = (...finding) => {
    faults++;
    tell(...finding);
  };
  if (!isObject(value) || typeof value.start !== 'string' || !isObject(value.nodes)) {
    fault('', 'flow-form');
    return undefined;
  }
  for (const field of Object.keys(value)) {
    if (field !== 'start' && field !== 'nodes' && field !== 'maxSeconds') {
      fault('', 'field-unknown', { field, fields: 'start, maxSeconds, nodes' });
    }
  }
  const maxSeconds = read('', 'maxSeconds', value.maxSeconds, { is: 'integer', ...LIMITS.maxSeconds }, fault);
  const entries = Object.entries(value.nodes);
  if (entries.length > LIMITS.nodes) {
    fault('', 'nodes-many', { count: entries.length, most: LIMITS.nodes });
    return undefined;
  }
  const nodes: Record<string, FlowNode> = {};
  for (const [name, node] of entries) {
    if (!NAME.test(name)) fault('', 'node-name', { name: name.slice(0, 40) });
    else nodes[name] = readNode(name, node, fault) as FlowNode;
  }
  return faults > 0 ? undefined : { start: value.start, maxSeconds: maxSeconds as number, nodes };
}

function readNode(name: string, value: unknown, fault: Tell): unknown {
  const kind = isObject(value) ? value.kind : undefined;
  if (!isObject(value) || typeof kind !== 'string' || !Object.hasOwn(SHAPES, kind)) {
    fault(name, 'node-kind', { kind: String(kind ?? '').slice(0, 40), kinds: KINDS.join(', ') });
    return undefined;
  }
  const shapes: Readonly<Record<string, Shape>> = {
    ...SHAPES[kind as keyof typeof SHAPES],
    visits: VISITS,
  };
  for (const field of Object.keys(value)) {
    if (field === 'kind' || Object.hasOwn(shapes, field)) continue;
    fault(name, 'field-unknown', { field: field.slice(0, 40), fields: Object.keys(shapes).join(', ') });
  }
  const node: Record<string, unknown> = { kind };
  for (const [field, shape] of Object.entries(shapes)) {
    const given = Object.hasOwn(value, field) ? value[field] : undefined;
    const kept = read(name, field, given, shape, fault);
    if (kept !== undefined) node[field] = kept;
  }
  return node;
}

/** The value of a field, or what stands for it where it is left out. */
function read(node: string, field: string, value: unknown, shape: Shape, fault: Tell): unknown {
  const wanted = expected(shape);
  const details = { field, 'expected.zh': wanted.zh, 'expected.en': wanted.en };
  if (value === undefined) {
    if ('otherwise' in shape && shape.otherwise !== undefined) return shape.otherwise;
    if (!('optional' in shape)) fault(node, 'field-missing', details);
    return undefined;
  }
  if (fits(value, shape)) return value;
  fault(node, 'field-value', details);
  return undefined;
}

function fits(value: unknown, shape: Shape): boolean {
  switch (shape.is) {
    case 'text':
      return typeof value === 'string' && value.trim() !== '';
    case 'target':
    case 'node':
      return typeof value === 'string' && value !== '';
    case 'integer':
      return Number.isInteger(value) && (value as number) >= shape.least && (value as number) <= shape.most;
    case 'key':
      return typeof value === 'string' && KEY.test(value) && value !== '#';
    case 'keys':
      return isTargets(value, (key) => KEY.test(key), 12);
    case 'branches':
      return isTargets(value, (key) => NAME.test(key), LIMITS.branches);
    case 'number':
      return typeof value === 'string' && /^\+[1-9]\d{6,14}$/.test(value);
    case 'url':
      return typeof value === 'string' && value.length <= LIMITS.url && /^https?:\/\/\S+$/i.test(value);
    case 'visits':
      return (
        isObject(value) &&
        Object.keys(value).length === 2 &&
        fits(value.most, { is: 'integer', ...LIMITS.visits }) &&
        fits(value.after, { is: 'target' })
      );
  }
}

function isTargets(value: unknown, isKey: (key: string) => boolean, most: number): boolean {
  if (!isObject(value)) return false;
  const entries = Object.entries(value);
  if (entries.length === 0 || entries.length > most) return false;
  return entries.every(([key, target]) => isKey(key) && typeof target === 'string' && target !== '');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
