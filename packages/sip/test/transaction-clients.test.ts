import { describe, expect, test } from 'vitest';
import {
  type InviteClientInput,
  type InviteClientState,
  startInviteClient,
  stepInviteClient,
} from '../src/transaction/invite-client.ts';
import {
  type NonInviteClientInput,
  type NonInviteClientState,
  startNonInviteClient,
  stepNonInviteClient,
} from '../src/transaction/non-invite-client.ts';
import { DEFAULT_TIMERS } from '../src/transaction/timers.ts';
import { createMachineRun } from './machine-run.ts';

const UDP = { ...DEFAULT_TIMERS, reliable: false };
const TCP = { ...DEFAULT_TIMERS, reliable: true };

const invite = (setting = UDP) =>
  createMachineRun<InviteClientState, InviteClientInput>(startInviteClient(setting), (state, input) =>
    stepInviteClient(state, input, setting),
  );
const bye = (setting = UDP) =>
  createMachineRun<NonInviteClientState, NonInviteClientInput>(
    startNonInviteClient(setting),
    (state, input) => stepNonInviteClient(state, input, setting),
  );
const response = (status: number) => ({ type: 'response', status }) as const;

describe('INVITE client', () => {
  test('RFC 3261 17.1.1.2 timer A: the INVITE goes out at 0, T1, 3·T1, 7·T1 … until timer B ends it at 64·T1', () => {
    const run = invite();
    run.toTheEnd();
    expect(run.times('send-request')).toEqual([0, 500, 1500, 3500, 7500, 15_500, 31_500]);
    expect(run.log.at(-1)).toEqual([32_000, 'report-timeout']);
    expect(run.state.name).toBe('Terminated');
    expect(run.times('send-ack')).toEqual([]);
  });

  test('RFC 3261 17.1.1.2 timer A: over a reliable transport the INVITE goes out once, timer B still ends it', () => {
    const run = invite(TCP);
    run.toTheEnd();
    expect(run.log).toEqual([
      [0, 'send-request'],
      [32_000, 'report-timeout'],
    ]);
  });

  test('RFC 3261 17.1.1.2 a provisional response stops retransmission and timer B', () => {
    const run = invite();
    run.advance(600);
    run.input(response(180));
    run.toTheEnd();
    expect(run.state.name).toBe('Proceeding');
    expect(run.log).toEqual([
      [0, 'send-request'],
      [500, 'send-request'],
      [600, 'pass'],
    ]);
  });

  test('RFC 3261 17.1.1.2 timer D: a final non-2xx is acknowledged, passed once, its repeats acknowledged for 32 s', () => {
    const run = invite();
    run.input(response(100));
    run.input(response(486));
    expect(run.state.name).toBe('Completed');
    run.advance(31_999);
    run.input(response(486));
    run.input(response(180));
    expect(run.log.slice(1)).toEqual([
      [0, 'pass'],
      [0, 'send-ack'],
      [0, 'pass'],
      [31_999, 'send-ack'],
    ]);
    run.advance(1);
    expect(run.state.name).toBe('Terminated');
  });

  test('RFC 3261 17.1.1.2 timer D is zero over a reliable transport', () => {
    const run = invite(TCP);
    run.input(response(500));
    run.advance(0);
    expect(run.state.name).toBe('Terminated');
  });

  test('RFC 3261 17.1.1.2 a transport error ends Calling and Proceeding and is reported; RFC 6026 8.4 Completed too', () => {
    for (const before of [[], [180], [486]]) {
      const run = invite();
      for (const status of before) run.input(response(status));
      run.input({ type: 'transport-error' });
      expect(run.state.name).toBe('Terminated');
      expect(run.log.at(-1)?.[1]).toBe('report-transport-error');
    }
  });

  test('RFC 6026 7.2 timer M: Accepted passes every 2xx for 64·T1, and no other response', () => {
    const run = invite();
    run.input(response(200));
    expect(run.state.name).toBe('Accepted');
    run.advance(31_999);
    run.input(response(200));
    run.input(response(486));
    run.input(response(180));
    expect(run.times('pass')).toEqual([0, 31_999]);
    expect(run.times('send-ack')).toEqual([]);
    run.advance(1);
    expect(run.state.name).toBe('Terminated');
  });
});

describe('non-INVITE client', () => {
  test('RFC 3261 17.1.2.2 timer E doubles up to T2; timer F ends it at 64·T1', () => {
    const run = bye();
    run.toTheEnd();
    expect(run.times('send-request')).toEqual([
      0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500,
    ]);
    expect(run.log.at(-1)).toEqual([32_000, 'report-timeout']);
    expect(run.state.name).toBe('Terminated');
  });

  test('RFC 3261 17.1.2.2 timer E: in Proceeding the request goes out every T2, timer F goes on', () => {
    const run = bye();
    run.advance(100);
    run.input(response(100));
    expect(run.state.name).toBe('Proceeding');
    run.toTheEnd();
    expect(run.times('send-request')).toEqual([0, 500, 4500, 8500, 12_500, 16_500, 20_500, 24_500, 28_500]);
    expect(run.log.at(-1)).toEqual([32_000, 'report-timeout']);
  });

  test('RFC 3261 17.1.2.2 timer E: over a reliable transport the request goes out once', () => {
    const run = bye(TCP);
    run.toTheEnd();
    expect(run.times('send-request')).toEqual([0]);
  });

  test('RFC 3261 17.1.2.2 timer K: a final response is passed once and its repeats are absorbed for T4', () => {
    const run = bye();
    run.input(response(200));
    run.advance(4999);
    run.input(response(200));
    expect(run.state.name).toBe('Completed');
    expect(run.times('pass')).toEqual([0]);
    run.advance(1);
    expect(run.state.name).toBe('Terminated');
    expect(run.times('send-request')).toEqual([0]);
  });

  test('RFC 3261 17.1.2.2 timer K is zero over a reliable transport', () => {
    const run = bye(TCP);
    run.input(response(404));
    run.advance(0);
    expect(run.state.name).toBe('Terminated');
  });

  test('RFC 3261 17.1.2.2 a transport error is reported and ends the transaction', () => {
    const run = bye();
    run.input({ type: 'transport-error' });
    expect(run.state.name).toBe('Terminated');
    run.toTheEnd();
    expect(run.log).toEqual([
      [0, 'send-request'],
      [0, 'report-transport-error'],
    ]);
  });
});
