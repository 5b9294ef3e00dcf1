import { createSocket, type Socket } from 'node:dgram';
import { afterEach, describe, expect, test } from 'vitest';
import { createMediaEngine } from '../../src/session/engine.ts';
import { MediaError } from '../../src/session/errors.ts';
import { createPortRange } from '../../src/session/port-range.ts';
import type { MediaEngine, MediaEngineOptions } from '../../src/session/types.ts';

const engines: MediaEngine[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
  await Promise.all(sockets.splice(0).map((socket) => new Promise<void>((done) => socket.close(done))));
});

function engineOn(portMin: number, portMax: number, o: Partial<MediaEngineOptions> = {}): MediaEngine {
  const engine = createMediaEngine({ address: '127.0.0.1', portMin, portMax, ...o });
  engines.push(engine);
  return engine;
}

async function occupy(port: number): Promise<void> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  await new Promise<void>((done) => socket.bind(port, '127.0.0.1', done));
}

const codeOf = (opening: Promise<unknown>) =>
  opening.then(
    () => 'opened',
    (error: unknown) => (error instanceof MediaError ? error.code : error),
  );

describe('RFC 3550 11 ports', () => {
  test('RFC 3550 11: sessions get even ports of the range', async () => {
    const engine = engineOn(12_001, 12_007);
    const opened = [await engine.open(), await engine.open(), await engine.open()];
    expect(opened.map((session) => session.port)).toEqual([12_002, 12_004, 12_006]);
    expect(engine.sessions).toBe(3);
  });

  test('RFC 3550 11: a port that another program holds is skipped', async () => {
    await occupy(12_010);
    const engine = engineOn(12_010, 12_013);
    expect((await engine.open()).port).toBe(12_012);
  });

  test('a range that is used up is refused by name, whoever holds the ports; a closed session frees its own', async () => {
    await occupy(12_022);
    const engine = engineOn(12_020, 12_023, { maxSessions: 9 });
    const session = await engine.open();
    expect(await codeOf(engine.open())).toBe('ports-exhausted');
    expect(engine.sessions).toBe(1);
    session.close();
    await engine.close();
    const again = engineOn(12_020, 12_021);
    expect((await again.open()).port).toBe(12_020);
  });

  test('more sessions than allowed are refused by name, those being opened counted', async () => {
    const engine = engineOn(12_030, 12_049, { maxSessions: 2 });
    const results = await Promise.all([codeOf(engine.open()), codeOf(engine.open()), codeOf(engine.open())]);
    expect(results).toEqual(['opened', 'opened', 'sessions-exhausted']);
  });

  test('ports are handed out in turn, so that a late packet does not fall into the next call', () => {
    const range = createPortRange(10, 15);
    expect([range.take(), range.take()]).toEqual([10, 12]);
    range.give(10);
    expect([range.take(), range.take(), range.take()]).toEqual([14, 10, undefined]);
  });

  test.each([
    [11, 11],
    [20, 10],
    [0, 10],
    [10, 70_000],
    [10.5, 20],
  ])('a range from %d to %d has no even port to give', (min, max) => {
    expect(() => createPortRange(min, max)).toThrow(RangeError);
  });
});

test('an address that the machine does not have is refused by name', async () => {
  const engine = engineOn(12_050, 12_051, { address: '203.0.113.1' });
  expect(await codeOf(engine.open())).toBe('socket');
  expect(engine.sessions).toBe(0);
  expect(() => createMediaEngine({ address: 'localhost', portMin: 2, portMax: 4 })).toThrow(RangeError);
});

test('a closed engine has closed its sessions, freed its ports and opens none', async () => {
  const engine = engineOn(12_060, 12_069);
  const session = await engine.open();
  const opening = codeOf(engine.open());
  await engine.close();
  expect(await opening).toBe('closed');
  expect(await codeOf(engine.open())).toBe('closed');
  expect(engine.stats()).toMatchObject({ sessions: 0, playing: 0 });
  expect(() => session.sendDigit('1')).toThrow(MediaError);
  await occupy(session.port);
});
