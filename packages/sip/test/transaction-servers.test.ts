import { describe, expect, test } from 'vitest';
import { type AnswerInput, type AnswerState, startAnswer, stepAnswer } from '../src/dialog/answer.ts';
import {
  type InviteServerInput,
  type InviteServerState,
  startInviteServer,
  stepInviteServer,
} from '../src/transaction/invite-server.ts';
import {
  type NonInviteServerInput,
  type NonInviteServerState,
  startNonInviteServer,
  stepNonInviteServer,
} from '../src/transaction/non-invite-server.ts';
import { DEFAULT_TIMERS } from '../src/transaction/timers.ts';
import { createMachineRun } from './machine-run.ts';

const UDP = { ...DEFAULT_TIMERS, reliable: false };
const TCP = { ...DEFAULT_TIMERS, reliable: true };

const invite = (setting = UDP) =>
  createMachineRun<InviteServerState, InviteServerInput>(startInviteServer(), (state, input) =>
    stepInviteServer(state, input, setting),
  );
const options = (setting = UDP) =>
  createMachineRun<NonInviteServerState, NonInviteServerInput>(startNonInviteServer(), (state, input) =>
    stepNonInviteServer(state, input, setting),
  );
const respond = (status: number) => ({ type: 'respond', status }) as const;
const AGAIN = { type: 'request' } as const;
const ACK = { type: 'ack' } as const;

describe('INVITE server', () => {
  test('RFC 3261 17.2.1 a 100 goes out after 200 ms of silence, and is what a repeated INVITE gets', () => {
    const run = invite();
    run.input(AGAIN);
    run.advance(200);
    run.input(AGAIN);
    expect(run.log).toEqual([
      [200, 'send-trying'],
      [200, 'send-response'],
    ]);
  });

  test('RFC 3261 17.2.1 no 100 when the user responds within 200 ms', () => {
    const run = invite();
    run.advance(199);
    run.input(respond(180));
    run.toTheEnd();
    expect(run.log).toEqual([[199, 'send-response']]);
  });

  test('RFC 3261 17.2.1 timer G: a final non-2xx goes out again after T1, 2·T1 … T2 until timer H at 64·T1', () => {
    const run = invite();
    run.input(respond(486));
    run.toTheEnd();
    expect(run.times('send-response')).toEqual([
      0, 500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500,
    ]);
    expect(run.log.at(-1)).toEqual([32_000, 'report-timeout']);
    expect(run.state.name).toBe('Terminated');
  });

  test('RFC 3261 17.2.1 timer G does not run over a reliable transport, timer H does', () => {
    const run = invite(TCP);
    run.input(respond(486));
    run.toTheEnd();
    expect(run.log).toEqual([
      [0, 'send-response'],
      [32_000, 'report-timeout'],
    ]);
  });

  test('RFC 3261 17.2.1 timer I: ACK stops G and H, and more ACKs are absorbed for T4', () => {
    const run = invite();
    run.input(respond(486));
    run.advance(600);
    run.input(ACK);
    expect(run.state.name).toBe('Confirmed');
    expect(run.running).toEqual(['I']);
    run.advance(4999);
    run.input(ACK);
    run.input(AGAIN);
    expect(run.state.name).toBe('Confirmed');
    run.advance(1);
    expect(run.state.name).toBe('Terminated');
    expect(run.times('send-response')).toEqual([0, 500]);
    expect(run.times('pass')).toEqual([]);
  });

  test('RFC 3261 17.2.1 timer I is zero over a reliable transport', () => {
    const run = invite(TCP);
    run.input(respond(603));
    run.input(ACK);
    run.advance(0);
    expect(run.state.name).toBe('Terminated');
  });

  test('RFC 3261 17.2.1 a repeated INVITE in Completed gets the final response again', () => {
    const run = invite();
    run.input(respond(486));
    run.input(AGAIN);
    expect(run.times('send-response')).toEqual([0, 0]);
  });

  test('RFC 6026 7.1 timer L: Accepted absorbs repeated INVITEs, sends the 2xx of its user, passes ACKs, for 64·T1', () => {
    const run = invite();
    run.input(respond(200));
    expect(run.state.name).toBe('Accepted');
    run.advance(500);
    run.input(AGAIN);
    run.input(respond(200));
    run.input(respond(486));
    run.input(ACK);
    expect(run.log).toEqual([
      [0, 'send-response'],
      [500, 'send-response'],
      [500, 'pass'],
    ]);
    run.advance(31_499);
    expect(run.state.name).toBe('Accepted');
    run.advance(1);
    expect(run.state.name).toBe('Terminated');
  });

  test('RFC 3261 17.2.4 a transport error ends Proceeding and Completed; RFC 6026 7.1 in Accepted it is only reported', () => {
    for (const [status, end] of [
      [180, 'Terminated'],
      [486, 'Terminated'],
      [200, 'Accepted'],
    ] as const) {
      const run = invite();
      run.input(respond(status));
      run.input({ type: 'transport-error' });
      expect(run.state.name).toBe(end);
      expect(run.log.at(-1)?.[1]).toBe('report-transport-error');
    }
  });
});

describe('non-INVITE server', () => {
  test('RFC 3261 17.2.2 timer J: the final response answers repeats for 64·T1', () => {
    const run = options();
    run.input(AGAIN);
    expect(run.log).toEqual([]);
    run.input(respond(200));
    run.advance(31_999);
    run.input(AGAIN);
    run.input(respond(500));
    expect(run.times('send-response')).toEqual([0, 31_999]);
    run.advance(1);
    expect(run.state.name).toBe('Terminated');
  });

  test('RFC 3261 17.2.2 timer J is zero over a reliable transport', () => {
    const run = options(TCP);
    run.input(respond(200));
    run.advance(0);
    expect(run.state.name).toBe('Terminated');
  });

  test('RFC 3261 17.2.2 Proceeding repeats its provisional response', () => {
    const run = options();
    run.input(respond(100));
    run.input(AGAIN);
    expect(run.times('send-response')).toEqual([0, 0]);
    expect(run.state.name).toBe('Proceeding');
  });

  test('RFC 3261 17.2.4 a transport error ends the transaction', () => {
    const run = options();
    run.input(respond(200));
    run.input({ type: 'transport-error' });
    expect(run.state.name).toBe('Terminated');
  });
});

describe('2xx of the callee', () => {
  const answer = () =>
    createMachineRun<AnswerState, AnswerInput>(startAnswer(DEFAULT_TIMERS), (state, input) =>
      stepAnswer(state, input, DEFAULT_TIMERS),
    );

  test('RFC 3261 13.3.1.4 the 2xx goes out again after T1, 2·T1 … T2, and after 64·T1 the user is told', () => {
    const run = answer();
    run.toTheEnd();
    expect(run.times('send-answer')).toEqual([
      500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500,
    ]);
    expect(run.log.at(-1)).toEqual([32_000, 'report-no-ack']);
    expect(run.state.name).toBe('Abandoned');
  });

  test('RFC 3261 13.3.1.4 the ACK stops it, and a second ACK says nothing', () => {
    const run = answer();
    run.advance(700);
    run.input(ACK);
    run.input(ACK);
    run.toTheEnd();
    expect(run.log).toEqual([
      [500, 'send-answer'],
      [700, 'report-ack'],
    ]);
  });
});
