import { describe, expect, test } from 'vitest';
import {
  type CallCause,
  isReceiptReason,
  type PlatformCause,
  RECEIPT_ROWS,
  type ReceiptReason,
  receiptFor,
  receiptOf,
} from '../src/index.ts';

const reasons = Object.keys(RECEIPT_ROWS) as ReceiptReason[];

function sip(status: number, q850?: number): CallCause {
  return q850 === undefined ? { kind: 'sip', status, reason: '' } : { kind: 'sip', status, reason: '', q850 };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

describe('api: receipt catalogue', () => {
  test('api: has a row for every published way to end', () => {
    expect(reasons).toEqual(
      expect.arrayContaining([
        'answered',
        'busy',
        'no-answer',
        'rejected',
        'switched-off',
        'out-of-service',
        'empty-number',
        'out-of-area',
        'restricted',
        'network-busy',
        'no-trunk',
        'out-of-window',
        'frequency',
        'refused-list',
        'cancelled',
        'expired',
        'unknown',
      ]),
    );
  });

  test.each(reasons)('api: %s has words in both languages, and is told apart by them', (reason) => {
    const row = RECEIPT_ROWS[reason];
    expect(row.zh).toMatch(/\p{Script=Han}/u);
    expect(row.en).toMatch(/^[A-Z][\x20-\x7e]+$/);
    expect(reasons.filter((other) => RECEIPT_ROWS[other].zh === row.zh)).toEqual([reason]);
    expect(reasons.filter((other) => RECEIPT_ROWS[other].en === row.en)).toEqual([reason]);
  });

  test('api: only an answered call is a success, and only it is charged', () => {
    expect(reasons.filter((reason) => RECEIPT_ROWS[reason].result === 1)).toEqual(['answered']);
    expect(reasons.filter((reason) => RECEIPT_ROWS[reason].chargeable)).toEqual(['answered']);
    expect(reasons.filter((reason) => RECEIPT_ROWS[reason].result === 3)).toEqual(['unknown']);
  });

  test('rules: never called again after a rejection, a refusal or an empty number', () => {
    for (const reason of ['rejected', 'refused-list', 'empty-number'] as const) {
      expect(RECEIPT_ROWS[reason].retry).toBe(false);
    }
  });

  test('api: codes from 1000 are given exactly where no call was made or nothing is known', () => {
    const platform = reasons.filter((reason) => RECEIPT_ROWS[reason].code >= 1000);
    expect(platform.sort()).toEqual(
      [
        'attention',
        'expired',
        'frequency',
        'narrowed',
        'no-trunk',
        'out-of-window',
        'refused-list',
        'unknown',
        'withdrawn',
      ].sort(),
    );
  });
});

describe('api: receiptFor', () => {
  test.each<[CallCause | PlatformCause, ReceiptReason, number]>([
    [{ kind: 'answered' }, 'answered', 200],
    [{ kind: 'no-answer' }, 'no-answer', 480],
    [{ kind: 'timeout' }, 'carrier-fault', 408],
    [{ kind: 'transport-error' }, 'carrier-fault', 503],
    [{ kind: 'cancelled' }, 'cancelled', 487],
    [{ kind: 'bad-media', detail: 'no common codec' }, 'bad-media', 488],
    [{ kind: 'engine-lost' }, 'unknown', 1000],
    [{ kind: 'not-dialled', reason: 'no-trunk' }, 'no-trunk', 1001],
    [{ kind: 'not-dialled', reason: 'out-of-window' }, 'out-of-window', 1002],
    [{ kind: 'not-dialled', reason: 'frequency' }, 'frequency', 1003],
    [{ kind: 'not-dialled', reason: 'refused-list' }, 'refused-list', 1004],
    [{ kind: 'not-dialled', reason: 'withdrawn' }, 'withdrawn', 1005],
    [{ kind: 'not-dialled', reason: 'expired' }, 'expired', 1006],
    [{ kind: 'not-dialled', reason: 'attention' }, 'attention', 1008],
  ])('api: %j → %s (%i)', (cause, reason, code) => {
    expect(receiptFor(cause)).toMatchObject({ ...RECEIPT_ROWS[reason], reason, code });
  });

  test.each<[number, number | undefined, ReceiptReason]>([
    [486, 17, 'busy'],
    [486, undefined, 'busy'],
    [600, undefined, 'busy'],
    [603, 21, 'rejected'],
    [603, undefined, 'rejected'],
    [607, undefined, 'rejected'],
    [404, 1, 'empty-number'],
    [404, undefined, 'empty-number'],
    [484, 28, 'empty-number'],
    [604, undefined, 'empty-number'],
    [480, 18, 'no-answer'],
    [480, 19, 'no-answer'],
    [408, undefined, 'no-answer'],
    [480, 20, 'switched-off'],
    [480, undefined, 'out-of-area'],
    [502, 27, 'out-of-service'],
    [403, undefined, 'restricted'],
    [403, 55, 'restricted'],
    [503, 34, 'network-busy'],
    [503, undefined, 'network-busy'],
    [500, undefined, 'carrier-fault'],
    [302, undefined, 'carrier-fault'],
    [488, undefined, 'bad-media'],
  ])('api: SIP %i with Q.850 %s → %s', (status, q850, reason) => {
    expect(receiptFor(sip(status, q850)).reason).toBe(reason);
  });

  test('RFC 3326 2: a specific Q.850 cause says more than the status; 16, 31 and 127 leave it the word', () => {
    expect(receiptFor(sip(503, 17)).reason).toBe('busy');
    for (const unspecific of [16, 31, 127]) expect(receiptFor(sip(486, unspecific)).reason).toBe('busy');
  });

  test('RFC 3261 8.1.3.2: a status without a meaning of its own counts as the x00 of its class', () => {
    expect(receiptFor(sip(399)).reason).toBe(receiptFor(sip(300)).reason);
    expect(receiptFor(sip(499)).reason).toBe(receiptFor(sip(400)).reason);
    expect(receiptFor(sip(599)).reason).toBe(receiptFor(sip(500)).reason);
    expect(receiptFor(sip(699)).reason).toBe(receiptFor(sip(600)).reason);
  });

  test('rules: every Q.850 cause 1–127 has its reason or leaves the word to the status: none is forgotten', () => {
    // 482 means carrier-fault by itself, 486 busy: what the status decides differs between them.
    const byStatus = (cause: number) =>
      receiptFor(sip(482, cause)).reason === 'carrier-fault' && receiptFor(sip(486, cause)).reason === 'busy';
    const expected: Partial<Record<ReceiptReason | 'by the status', readonly number[]>> = {
      'empty-number': [1, 22, 28],
      busy: [17],
      'no-answer': [18, 19],
      'switched-off': [20],
      rejected: [21, 24],
      'out-of-service': [27],
      restricted: [29, 50, ...range(52, 55), 57, 87],
      'network-busy': [8, 9, 34, ...range(41, 44), 46, 47, 49, 58, 63],
      'carrier-fault': [
        ...[2, 3, 5, 25, 38, 62, 65, 66, 69, 70, 79, ...range(81, 86), 88],
        ...[90, 91, ...range(95, 103), 110, 111],
      ],
      'by the status': [
        // Told by Q.850, but not why the callee was not reached: tones, redirection, states, normal, interworking.
        ...[4, 6, 7, 14, 16, 23, 26, 30, 31, 39, 40, 127],
        // Given to nothing by Q.850.
        ...[...range(10, 13), 15, ...range(32, 33), ...range(35, 37), 45, 48, 51, 56, ...range(59, 61), 64],
        ...[67, 68, ...range(71, 78), 80, 89, ...range(92, 94), ...range(104, 109), ...range(112, 126)],
      ],
    };
    expect(
      Object.values(expected)
        .flat()
        .sort((a, b) => a - b),
    ).toEqual(range(1, 127));
    for (const [reason, causes] of Object.entries(expected)) {
      const wrong = causes.filter((cause) =>
        reason === 'by the status' ? !byStatus(cause) : receiptFor(sip(486, cause)).reason !== reason,
      );
      expect(wrong, reason).toEqual([]);
    }
  });

  test('rules: every SIP status 300–699 has its reason or that of its class', () => {
    const own: Partial<Record<ReceiptReason, readonly number[]>> = {
      'empty-number': [404, 410, 484, 485, 604],
      busy: [486],
      'no-answer': [408, 487],
      'out-of-area': [480],
      rejected: [603, 607],
      'out-of-service': [502],
      restricted: [403, 433, 608],
      'network-busy': [503],
      'bad-media': [415, 488, 606],
    };
    const reasonOf = new Map(
      Object.entries(own).flatMap(([reason, statuses]) => statuses.map((status) => [status, reason])),
    );
    const wrong = range(300, 699).filter(
      (status) =>
        receiptFor(sip(status)).reason !==
        (reasonOf.get(status) ?? (status >= 600 ? 'busy' : 'carrier-fault')),
    );
    expect(wrong).toEqual([]);
  });

  test('api: every SIP status 300–699 with and without every Q.850 cause 1–127 has one row, failed and unpaid', () => {
    for (const status of range(300, 699)) {
      for (const q850 of [undefined, ...range(1, 127)]) {
        const receipt = receiptFor(sip(status, q850));
        expect(isReceiptReason(receipt.reason)).toBe(true);
        // toMatchObject on 51,200 pairs is slow; one comparison tells the same.
        expect([receipt.code, receipt.result, receipt.chargeable]).toEqual([status, 2, false]);
      }
    }
  });

  test.each([0, 100, 200, 700, -1, Number.NaN])(
    'api: a status %d that is no final failure is an unknown result',
    (status) => {
      expect(receiptFor(sip(status))).toMatchObject({ reason: 'unknown', result: 3, chargeable: false });
    },
  );

  test('api: a stored reason and code give the same receipt again', () => {
    const receipt = receiptFor(sip(480, 20));
    expect(receiptOf(receipt.reason, receipt.code)).toEqual(receipt);
    expect(isReceiptReason('constructor')).toBe(false);
  });
});
