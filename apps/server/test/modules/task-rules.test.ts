import {
  ACTIONS,
  RECEIPT_ROWS,
  type ReceiptReason,
  type RetCodeName,
  TASK_RETRY_KINDS,
  type TaskRetryKind,
} from '@herald/contract';
import { describe, expect, test } from 'vitest';
import {
  meaningOfRefusal,
  nextTaskState,
  rowAfterEnding,
  type TaskEvent,
  type TaskState,
} from '../../src/modules/tasks/index.ts';

const STATES: TaskState[] = [
  'importing',
  'unusable',
  'faulty',
  'ready',
  'scheduled',
  'running',
  'held',
  'paused',
  'done',
  'cancelled',
  'deleted',
];
const EVENTS: TaskEvent[] = [
  'imported',
  'imported-in-part',
  'import-failed',
  'start',
  'schedule',
  'pause',
  'resume',
  'cancel',
  'delete',
  'come-due',
  'hold',
  'release',
  'finish',
];

describe('rules: the life of a task', () => {
  test('rules: every state and event, as one table', () => {
    const table = STATES.map((state) =>
      [state, ...EVENTS.map((event) => `${event}>${nextTaskState(state, event) ?? ''}`)]
        .filter((part) => !part.endsWith('>'))
        .join(' '),
    );
    expect(table).toEqual([
      'importing imported>ready imported-in-part>faulty import-failed>unusable cancel>cancelled',
      'unusable delete>deleted',
      'faulty start>running schedule>scheduled cancel>cancelled delete>deleted',
      'ready start>running schedule>scheduled cancel>cancelled delete>deleted',
      'scheduled start>running schedule>scheduled cancel>cancelled come-due>running',
      'running start>running pause>paused resume>running cancel>cancelled hold>held finish>done',
      'held start>held pause>paused resume>running cancel>cancelled release>running finish>done',
      'paused pause>paused resume>running cancel>cancelled finish>done',
      'done delete>deleted',
      'cancelled cancel>cancelled delete>deleted',
      'deleted',
    ]);
  });

  test('rules: what is asked for twice is done once', () => {
    for (const [from, event] of [
      ['ready', 'start'],
      ['ready', 'schedule'],
      ['running', 'pause'],
      ['paused', 'resume'],
      ['running', 'cancel'],
    ] as const) {
      const once = nextTaskState(from, event);
      expect(once && nextTaskState(once, event)).toBe(once);
    }
  });
});

const NOW = 1_000_000;
const EVERY_KIND = Object.keys(TASK_RETRY_KINDS) as TaskRetryKind[];
const after = (reason: ReceiptReason, { on = EVERY_KIND, count = 2, attempt = 1, cancelled = false } = {}) =>
  rowAfterEnding(
    { reason, result: RECEIPT_ROWS[reason].result },
    { attempt, now: NOW, cancelled },
    { on, count, spacingMs: 600_000 },
  );
const reasons = Object.keys(RECEIPT_ROWS) as ReceiptReason[];

describe('rules: what becomes of a row whose message is over', () => {
  test('rules: every receipt, with every retry asked for', () => {
    const states = Object.fromEntries(reasons.map((reason) => [reason, after(reason).state]));
    expect(states).toEqual({
      answered: 'answered',
      attention: 'waiting',
      busy: 'waiting',
      'no-answer': 'waiting',
      rejected: 'waiting',
      'switched-off': 'waiting',
      'out-of-area': 'waiting',
      'out-of-service': 'failed',
      'empty-number': 'failed',
      restricted: 'failed',
      'network-busy': 'waiting',
      'carrier-fault': 'waiting',
      'bad-media': 'waiting',
      cancelled: 'failed',
      'no-trunk': 'waiting',
      'out-of-window': 'waiting',
      frequency: 'failed',
      'refused-list': 'refused',
      withdrawn: 'waiting',
      expired: 'waiting',
      narrowed: 'waiting',
      unknown: 'unknown',
    });
  });

  test('rules: nobody is called again after a rejection unless that is asked for', () => {
    const without = EVERY_KIND.filter((kind) => kind !== 'rejected');
    expect(after('rejected', { on: without }).state).toBe('failed');
    expect(after('rejected', { on: [] }).state).toBe('failed');
  });

  test('rules: a retry comes after its interval, and only so many of them', () => {
    expect(after('busy')).toEqual({ state: 'waiting', reason: 'busy', attempts: 1, dueAt: NOW + 600_000 });
    expect(after('busy', { attempt: 2 }).state).toBe('waiting');
    expect(after('busy', { attempt: 3 })).toMatchObject({ state: 'failed', attempts: 3 });
    expect(after('busy', { on: ['no-answer'] }).state).toBe('failed');
  });

  test('rules: a message that rang nobody is no attempt', () => {
    for (const reason of ['withdrawn', 'expired', 'no-trunk', 'out-of-window'] as const) {
      expect(after(reason, { attempt: 3, on: [] })).toMatchObject({ state: 'waiting', attempts: 2 });
    }
  });

  test('rules: of a cancelled task no row waits any more', () => {
    for (const reason of reasons) {
      expect(['waiting', 'queued'], reason).not.toContain(after(reason, { cancelled: true }).state);
    }
    expect(after('withdrawn', { cancelled: true }).state).toBe('cancelled');
    expect(after('busy', { cancelled: true }).state).toBe('failed');
  });
});

test('rules: every refusal of a send means one thing to a task', () => {
  // A new rule of sending must be put here: it holds the task until somebody has said otherwise.
  const means = new Map<string, RetCodeName[]>();
  for (const name of ACTIONS.SendUVMSMessage.errors) {
    const { kind } = meaningOfRefusal(name);
    means.set(kind, [...(means.get(kind) ?? []), name]);
  }
  expect(Object.fromEntries(means)).toMatchInlineSnapshot(`
    {
      "hold": [
        "TEST_CALLEE_UNKNOWN",
        "TEST_TEMPLATE",
        "TEST_MODE_NUMBER",
        "PROJECT_NEEDED",
        "PROJECT_UNKNOWN",
        "ACCOUNT_SUSPENDED",
        "CAPABILITY_STOPPED",
        "CAPABILITY_MISSING",
        "FROM_NUMBER_UNKNOWN",
        "FROM_NUMBER_MISSING",
        "GROUP_TYPE_CONFLICT",
        "TEMPLATE_NOT_FOUND",
        "TEMPLATE_NOT_APPROVED",
        "APP_NOT_USABLE",
        "FUNDS_INSUFFICIENT",
        "CLIENT_TOKEN_REUSED",
        "QUEUE_FULL",
      ],
      "later": [
        "SPEND_CAP_REACHED",
        "NARROWED",
        "OUT_OF_WINDOW",
        "FREQUENCY_EXCEEDED",
        "ATTENTION_SPENT",
        "SEND_CAPPED",
      ],
      "row": [
        "CALLED_NUMBER_INVALID",
        "DESTINATION_NOT_ENABLED",
        "PRICE_ABOVE_CEILING",
        "USER_ID_INVALID",
        "TEMPLATE_PARAMS_COUNT",
        "CODE_VALUE_INVALID",
        "VALUE_INVALID",
        "VALUE_SCREENED",
        "CALLEE_REFUSES",
        "PRICE_MISSING",
      ],
    }
  `);
  expect(meaningOfRefusal('FREQUENCY_EXCEEDED', { waitSeconds: 90 })).toEqual({
    kind: 'later',
    afterMs: 90_000,
  });
});
