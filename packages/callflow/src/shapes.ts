import type { NodeKind } from './language.ts';
import { LIMITS } from './limits.ts';

/** What the value of a field is. `otherwise` is the one of a field that is left out; without it the field is required. */
export type Shape =
  | { readonly is: 'text' | 'target' | 'node' | 'visits'; readonly optional?: true }
  | { readonly is: 'integer'; readonly least: number; readonly most: number; readonly otherwise?: number }
  | { readonly is: 'key'; readonly otherwise?: string }
  | { readonly is: 'keys' | 'branches' | 'number' | 'url' };

const text: Shape = { is: 'text' };
const target: Shape = { is: 'target' };
const integer = (bounds: { least: number; most: number; otherwise?: number }): Shape => ({
  is: 'integer',
  ...bounds,
});
const waits = {
  timeoutSeconds: integer(LIMITS.timeoutSeconds),
  repeats: integer(LIMITS.repeats),
  otherwise: target,
};

/** The fields of each kind of node; `kind` and `visits` every one has. */
export const SHAPES: { readonly [Kind in NodeKind]: Readonly<Record<string, Shape>> } = {
  play: { say: text, next: target },
  menu: { say: text, keys: { is: 'keys' }, ...waits },
  collect: {
    say: text,
    min: integer(LIMITS.digits),
    max: integer(LIMITS.digits),
    ...waits,
    next: target,
  },
  confirm: { say: text, of: { is: 'node', optional: true }, yes: target, no: target, ...waits },
  record: {
    ask: text,
    improve: { is: 'text', optional: true },
    key: { is: 'key', otherwise: '1' },
    timeoutSeconds: integer(LIMITS.timeoutSeconds),
    say: text,
    maxSeconds: integer(LIMITS.recordSeconds),
    next: target,
    declined: target,
  },
  transfer: {
    say: { is: 'text', optional: true },
    number: { is: 'number' },
    ringSeconds: integer(LIMITS.ringSeconds),
    maxSeconds: integer(LIMITS.transferSeconds),
    busy: target,
    noAnswer: target,
    failed: target,
  },
  webhook: {
    url: { is: 'url' },
    timeoutSeconds: integer(LIMITS.webhookSeconds),
    branches: { is: 'branches' },
    otherwise: target,
  },
  refuse: { say: text },
  hangup: { say: { is: 'text', optional: true } },
};

/** What a value of this shape looks like, for whoever has to write one. */
export function expected(shape: Shape): { readonly zh: string; readonly en: string } {
  switch (shape.is) {
    case 'text':
      return { zh: '要播报的一段话', en: 'a text to be spoken' };
    case 'target':
    case 'node':
      return { zh: '一个节点的名字', en: 'the name of a node' };
    case 'integer':
      return {
        zh: `${shape.least} 到 ${shape.most} 的整数`,
        en: `an integer from ${shape.least} to ${shape.most}`,
      };
    case 'key':
      return { zh: '一个按键：0–9 或 *', en: 'one key: 0 to 9 or *' };
    case 'keys':
      return {
        zh: '按键（0–9、*、#）到节点名的对象，至少一项',
        en: 'an object from keys (0 to 9, *, #) to names of nodes, at least one',
      };
    case 'branches':
      return {
        zh: `分支名（字母开头，字母、数字、-、_）到节点名的对象，1 到 ${LIMITS.branches} 项`,
        en: `an object from names of branches (letters, digits, -, _) to names of nodes, 1 to ${LIMITS.branches}`,
      };
    case 'number':
      return { zh: 'E.164 号码，如 +8613800000200', en: 'an E.164 number such as +8613800000200' };
    case 'url':
      return { zh: 'https:// 或 http:// 开头的地址', en: 'an address that begins with https:// or http://' };
    case 'visits':
      return {
        zh: `{"most": ${LIMITS.visits.least} 到 ${LIMITS.visits.most}, "after": 节点名}`,
        en: `{"most": ${LIMITS.visits.least} to ${LIMITS.visits.most}, "after": name of a node}`,
      };
  }
}
