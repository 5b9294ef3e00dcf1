import type { Words } from './words.ts';

/** Who can do something about it. */
export type Responsible = 'callee' | 'carrier' | 'platform' | 'customer';

/** 1 success, 2 failure, 3 unknown. */
export type ReceiptResult = 1 | 2 | 3;

/** One way in which a message can end. */
export interface ReceiptRow extends Words {
  /** The SIP status that stands for it, or a platform code ≥ 1000 where no call was made or none is known of. */
  readonly code: number;
  readonly result: ReceiptResult;
  readonly responsible: Responsible;
  /** Whether calling again later makes sense. */
  readonly retry: boolean;
  /** Only answered calls are charged. */
  readonly chargeable: boolean;
}

/** The receipt catalogue, by stable name (`ReceiptReason`). */
export const RECEIPT_ROWS = {
  answered: row(200, 1, 'callee', false, '已接听', 'Answered'),
  busy: row(486, 2, 'callee', true, '被叫忙', 'The callee is busy'),
  'no-answer': row(480, 2, 'callee', true, '无人接听', 'No answer'),
  rejected: row(603, 2, 'callee', false, '被叫拒接', 'The callee rejected the call'),
  'switched-off': row(480, 2, 'callee', true, '被叫关机', 'The phone is switched off'),
  'out-of-area': row(
    480,
    2,
    'callee',
    true,
    '被叫暂时无法接通或不在服务区',
    'The phone cannot be reached or is out of area',
  ),
  'out-of-service': row(502, 2, 'callee', false, '被叫停机', 'The number is out of service'),
  'empty-number': row(404, 2, 'customer', false, '空号', 'The number does not exist'),
  restricted: row(403, 2, 'carrier', false, '呼叫受限', 'The call is barred'),
  'network-busy': row(503, 2, 'carrier', true, '网络忙', 'The network is busy'),
  'carrier-fault': row(500, 2, 'carrier', true, '通信线路故障', 'The carrier failed'),
  'bad-media': row(
    488,
    2,
    'carrier',
    true,
    '语音通道建立失败',
    'No sound could be agreed on with the carrier',
  ),
  cancelled: row(487, 2, 'customer', true, '接听前已取消', 'Cancelled before the answer'),
  'no-trunk': row(1001, 2, 'platform', true, '无可用线路', 'No trunk is available'),
  'out-of-window': row(1002, 2, 'customer', true, '不在允许呼叫的时段', 'Outside the hours for calls'),
  frequency: row(1003, 2, 'customer', true, '对该号码的呼叫过于频繁', 'The number was called too often'),
  'refused-list': row(1004, 2, 'callee', false, '被叫已拒绝接听此类呼叫', 'The callee refuses such calls'),
  withdrawn: row(1005, 2, 'customer', true, '呼叫前已撤销', 'Withdrawn before it was dialled'),
  expired: row(1006, 2, 'platform', true, '排队超时，未呼叫', 'Expired in the queue, not dialled'),
  narrowed: row(
    1007,
    2,
    'platform',
    true,
    '因法律法规或紧急情况，平台已暂停此类呼叫',
    'Calls like this are stopped by the operator (law, emergency)',
  ),
  attention: row(
    1008,
    2,
    'platform',
    true,
    '被叫当日接到的来电已达平台上限',
    'The callee has had as many calls today as the platform makes',
  ),
  unknown: row(1000, 3, 'platform', true, '结果未知', 'The result is unknown'),
} as const satisfies Record<string, ReceiptRow>;

export type ReceiptReason = keyof typeof RECEIPT_ROWS;

function row(
  code: number,
  result: ReceiptResult,
  responsible: Responsible,
  retry: boolean,
  zh: string,
  en: string,
): ReceiptRow {
  return { code, result, responsible, retry, chargeable: result === 1, zh, en };
}
