import { expect, test } from 'vitest';
import { createLog } from '../../src/platform/log.ts';

function logged(
  level: 'debug' | 'info' | 'warn' | 'error',
  run: (log: ReturnType<typeof createLog>) => void,
) {
  const lines: string[] = [];
  run(createLog({ level, name: 'test', now: () => 0, write: (line) => lines.push(line) }));
  return lines;
}

test('product: a line is one JSON fact with time, level, name and message', () => {
  const [line] = logged('info', (log) => log.info('ready', { port: 8080, units: 12n, list: [1, 2n] }));
  expect(line?.endsWith('\n')).toBe(true);
  expect(JSON.parse(line ?? '')).toEqual({
    time: '1970-01-01T00:00:00.000Z',
    level: 'info',
    name: 'test',
    message: 'ready',
    port: 8080,
    units: '12',
    list: [1, '2'],
  });
});

test('product: below its level nothing is written', () => {
  const lines = logged('warn', (log) => {
    log.debug('d');
    log.info('i');
    log.warn('w');
    log.error('e');
  });
  expect(lines.map((line) => JSON.parse(line).message)).toEqual(['w', 'e']);
});

test('4.2.9 no whole number gets into a line: neither as a fact, nor in an error, nor in the message', () => {
  const cause = new Error('duplicate key (+8613800000200)');
  const text = logged('info', (log) =>
    log.info('calling +862151860001', {
      callee: '+8613800000200',
      plain: '13800000200',
      national: '8613800000200',
      uri: 'sip:+8613800000200@10.0.0.1',
      nested: { list: ['+14155550100'] },
      cause,
    }),
  ).join();
  expect(text).not.toMatch(/\d{9,}/);
  expect(text).toContain('+86138****0200');
  expect(text).toContain('+8621****0001');
});

test('product: ids and times are left whole', () => {
  const id = '01960000-0000-7000-8000-138000002000';
  const [line] = logged('info', (log) => log.info('x', { id, at: 1_765_432_100_000, text: '1765432100000' }));
  expect(JSON.parse(line ?? '')).toMatchObject({ id, at: 1_765_432_100_000, text: '1765432100000' });
});

test('product: an error is told with its stack, and no fact makes a line fail', () => {
  const ring: Record<string, unknown> = {};
  ring.self = ring;
  const [line] = logged('info', (log) =>
    log.error('x', { error: new Error('why'), ring, nothing: undefined, none: null }),
  );
  expect(JSON.parse(line ?? '')).toMatchObject({ error: expect.stringContaining('log.test.ts'), none: null });
});
