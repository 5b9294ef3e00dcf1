import fc, { type Arbitrary } from 'fast-check';

/** A flow with one of everything that needs no server. */
export const ORDER = {
  start: 'welcome',
  nodes: {
    welcome: {
      kind: 'menu',
      say: '您好，您的订单{1}已到站。确认收货请按1，留言请按2，联系客服请按3，不再接听请按9。',
      keys: { 1: 'number', 2: 'message', 3: 'agent', 9: 'stop' },
      otherwise: 'bye',
    },
    number: {
      kind: 'collect',
      say: '请输入取件码，按井号键结束。',
      min: 4,
      max: 6,
      next: 'right',
      otherwise: 'bye',
    },
    right: {
      kind: 'confirm',
      say: '正确请按1，重新输入请按2。您输入的是',
      of: 'number',
      yes: 'thanks',
      no: 'number',
      otherwise: 'bye',
      visits: { most: 3, after: 'bye' },
    },
    message: {
      kind: 'record',
      ask: '为了解您的需要，将对您的留言录音，同意请按1。',
      say: '请留言，按井号键结束。',
      maxSeconds: 30,
      next: 'thanks',
      declined: 'bye',
    },
    agent: { kind: 'transfer', number: '+8613800000200', busy: 'bye', noAnswer: 'bye', failed: 'bye' },
    thanks: { kind: 'play', say: '谢谢。', next: 'bye' },
    stop: { kind: 'refuse', say: '已为您登记，我们不会再次致电。' },
    bye: { kind: 'hangup', say: '再见。' },
  },
};

const NODES = [
  'play',
  'menu',
  'collect',
  'confirm',
  'record',
  'transfer',
  'webhook',
  'refuse',
  'hangup',
] as const;

/**
 * Graphs of up to `most` nodes. Most lead forward; some lead anywhere, with a bound of visits or without.
 * @param wild some targets are nobody's
 */
export function ordered(most: number, wild = false): Arbitrary<unknown> {
  return fc.integer({ min: 1, max: most }).chain((count) => {
    const names = Array.from({ length: count }, (_, index) => `n${index}`);
    const nodes = names.map((_, index) => nodeAt(index, names, wild));
    return fc.tuple(...nodes).map((all) => ({
      start: 'n0',
      nodes: { ...Object.fromEntries(all.map((node, at) => [names[at], node])), end: { kind: 'hangup' } },
    }));
  });
}

function nodeAt(index: number, names: readonly string[], wild: boolean): Arbitrary<unknown> {
  const later = [...names.slice(index + 1), 'end'];
  const forward = fc.constantFrom(...later);
  const bounded = fc.record({ most: fc.integer({ min: 1, max: 3 }), after: forward });
  return fc.boolean().chain((loops) => {
    // Behind a bound it may lead back.
    const target = wild
      ? fc.constantFrom(...names, 'end', 'away')
      : loops
        ? fc.constantFrom(...names, 'end')
        : forward;
    const common = loops && !wild ? { visits: bounded } : {};
    const repeats = fc.integer({ min: 0, max: 2 });
    const say = fc.constant('请按键');
    const shape = {
      play: { say, next: target },
      menu: {
        say,
        keys: fc.dictionary(fc.constantFrom('1', '2', '*'), target, { minKeys: 1 }),
        repeats,
        otherwise: target,
      },
      collect: {
        say,
        min: fc.constant(2),
        max: fc.integer({ min: 2, max: 4 }),
        repeats,
        next: target,
        otherwise: target,
      },
      confirm: { say, yes: target, no: target, repeats, otherwise: target },
      record: { ask: say, improve: say, say, next: target, declined: target },
      transfer: { number: fc.constant('+8613800000200'), busy: target, noAnswer: target, failed: target },
      webhook: {
        url: fc.constant('https://example.com/'),
        branches: fc.record({ paid: target }),
        otherwise: target,
      },
      refuse: { say },
      hangup: {},
    };
    return fc
      .constantFrom(...NODES)
      .chain((kind) => fc.record({ kind: fc.constant(kind), ...shape[kind], ...common }));
  });
}
