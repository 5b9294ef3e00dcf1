import type { FlowFinding } from './findings.ts';
import { edgesOf, type Flow, type FlowNode, nodeOf, promptsOf } from './language.ts';
import { LIMITS } from './limits.ts';
import { readFlow } from './read.ts';

const PLACEHOLDER = /\{([1-9]\d?)\}/g;
/** A slow reading, seconds a character. */
const SECONDS_A_CHARACTER = 0.42;

/**
 * Reads and checks a flow: its form, that every target is there, that every way through it ends. Never throws.
 * @returns `flow`, with what was left out filled in, exactly when there are no findings
 */
export function checkFlow(value: unknown): { flow?: Flow; findings: readonly FlowFinding[] } {
  const findings: FlowFinding[] = [];
  const tell = (node: string, rule: FlowFinding['rule'], details: FlowFinding['details'] = {}) => {
    if (findings.length < LIMITS.findings) findings.push({ node, rule, details });
  };
  const flow = readFlow(value, tell);
  if (flow === undefined) return { findings };
  if (checkTargets(flow, tell)) {
    checkReached(flow, tell);
    checkLoops(flow, tell);
  }
  checkTexts(flow, tell);
  for (const [name, node] of Object.entries(flow.nodes)) checkNode(flow, name, node, tell);
  return findings.length === 0 ? { flow, findings } : { findings };
}

type Tell = (node: string, rule: FlowFinding['rule'], details?: FlowFinding['details']) => void;

function checkTargets(flow: Flow, tell: Tell): boolean {
  let right = nodeOf(flow, flow.start) !== undefined;
  if (!right) tell('', 'start-unknown', { target: shown(flow.start) });
  for (const [name, node] of Object.entries(flow.nodes)) {
    const bound = node.visits === undefined ? [] : [['visits.after', node.visits.after] as const];
    for (const [field, target] of [...edgesOf(node), ...bound]) {
      if (nodeOf(flow, target) !== undefined) continue;
      right = false;
      tell(name, 'target-unknown', { field, target: shown(target) });
    }
  }
  return right;
}

function checkReached(flow: Flow, tell: Tell): void {
  const reached = new Set([flow.start]);
  // A set that grows is walked on.
  for (const name of reached) {
    const node = nodeOf(flow, name);
    if (node === undefined) continue;
    for (const [, target] of edgesOf(node)) reached.add(target);
    if (node.visits !== undefined) reached.add(node.visits.after);
  }
  for (const name of Object.keys(flow.nodes)) if (!reached.has(name)) tell(name, 'node-unreached');
}

/**
 * Every way ends: once all bounds of visits are used up, a bounded node leads to its `after` alone, and what is left of
 * the graph must have no circle. Between two visits that use up a bound lie then fewer steps than there are nodes.
 */
function checkLoops(flow: Flow, tell: Tell): void {
  const lastly = (name: string): readonly string[] => {
    const node = nodeOf(flow, name);
    if (node === undefined) return [];
    return node.visits === undefined ? edgesOf(node).map(([, target]) => target) : [node.visits.after];
  };
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (name: string): boolean => {
    if (done.has(name)) return false;
    const at = path.indexOf(name);
    if (at >= 0) {
      tell(name, 'loop-endless', { path: [...path.slice(at), name].join(' → ') });
      return true;
    }
    path.push(name);
    const circle = lastly(name).some(walk);
    path.pop();
    done.add(name);
    return circle;
  };
  // One circle at a time: breaking it often breaks others.
  Object.keys(flow.nodes).some(walk);
}

function checkTexts(flow: Flow, tell: Tell): void {
  let all = 0;
  const seen = new Map<number, string>();
  for (const [name, node] of Object.entries(flow.nodes)) {
    for (const [field, text] of promptsOf(node)) {
      const length = [...text].length;
      all += length;
      if (length > LIMITS.text) tell(name, 'text-length', { field, length, most: LIMITS.text });
      for (const match of text.matchAll(PLACEHOLDER)) seen.set(Number(match[1]), name);
    }
  }
  if (all > LIMITS.texts) tell('', 'texts-length', { length: all, most: LIMITS.texts });
  let missing = 1;
  while (seen.has(missing)) missing++;
  for (const [index, name] of seen) {
    if (index > missing) tell(name, 'variable-gap', { variable: `{${index}}`, missing: `{${missing}}` });
  }
}

function checkNode(flow: Flow, name: string, node: FlowNode, tell: Tell): void {
  if (node.kind === 'confirm' && node.of !== undefined && nodeOf(flow, node.of)?.kind !== 'collect') {
    tell(name, 'confirm-of', { target: shown(node.of) });
  }
  if (node.kind === 'collect' && node.min > node.max) {
    tell(name, 'digits-order', { min: node.min, max: node.max });
  }
  const seconds = Math.ceil(secondsOf(node));
  if (seconds > flow.maxSeconds) tell(name, 'time-short', { seconds, most: flow.maxSeconds });
}

/** The longest time in a node; a second line's is not counted, since the call may end in it. */
function secondsOf(node: FlowNode): number {
  let said = 0;
  for (const text of promptsOf(node).values()) said += [...text].length * SECONDS_A_CHARACTER;
  switch (node.kind) {
    case 'menu':
    case 'confirm':
      return (node.repeats + 1) * (said + node.timeoutSeconds);
    case 'collect':
      return (node.repeats + 1) * (said + node.timeoutSeconds * node.max);
    case 'record':
      return said + node.timeoutSeconds * (node.improve === undefined ? 1 : 2) + node.maxSeconds;
    case 'transfer':
      return said + node.ringSeconds;
    case 'webhook':
      return node.timeoutSeconds;
    default:
      return said;
  }
}

const shown = (text: string): string => text.slice(0, 40);

/** How many values a flow takes: the highest variable in its texts. */
export function variablesOf(flow: Flow): number {
  let highest = 0;
  for (const node of Object.values(flow.nodes)) {
    for (const text of promptsOf(node).values()) {
      for (const match of text.matchAll(PLACEHOLDER)) highest = Math.max(highest, Number(match[1]));
    }
  }
  return highest;
}
