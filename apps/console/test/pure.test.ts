import { ACTIONS, RET_CODES } from '@herald/contract';
import { describe, expect, test } from 'vitest';
import { takeEvents } from '../src/api/events.ts';
import { dayOf, lastDays, startOfDay } from '../src/components/beijing-day.ts';
import { readWave } from '../src/components/wave.ts';
import { fieldsOf, flatParameters } from '../src/pages/customer/developer/explorer-fields.ts';
import { AREA_CODES, writtenLine } from '../src/pages/customer/numbers/line-rules.ts';
import { REFUSAL_PLACES } from '../src/pages/customer/start/refusal-places.ts';
import { textParts } from '../src/pages/operator/compliance/text-parts.ts';

/** A WAV file of 16-bit mono PCM with these samples. */
function wav(samples: readonly number[], bits = 16): ArrayBuffer {
  const file = Buffer.alloc(44 + samples.length * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt16LE(bits, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples.length * 2, 40);
  for (const [index, sample] of samples.entries()) file.writeInt16LE(sample, 44 + index * 2);
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer;
}

describe('a waveform', () => {
  test('product: each bar is the loudest sample of its part', () => {
    expect(readWave(wav([0, 16_384, -32_768, 0]), 2)).toEqual([0.5, 1]);
  });

  test('product: what is no WAV of 16 bits, or is cut off, has none and breaks nothing', () => {
    expect(readWave(wav([1, 2], 8), 2)).toEqual([]);
    expect(readWave(new ArrayBuffer(10), 2)).toEqual([]);
    expect(readWave(wav([1, 2]).slice(0, 45), 2)).toEqual([0, 0]);
  });
});

test('rules: a day of Beijing begins at 16:00 UTC of the day before', () => {
  expect(dayOf(Date.parse('2026-03-10T15:59:59Z'))).toBe('2026-03-10');
  expect(dayOf(Date.parse('2026-03-10T16:00:00Z'))).toBe('2026-03-11');
  expect(startOfDay('2026-03-11') * 1000).toBe(Date.parse('2026-03-10T16:00:00Z'));
  expect(lastDays(3, Date.parse('2026-03-01T01:00:00Z'))).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
});

test('api: what is filled in becomes the flat parameters that are signed, a list one by one', () => {
  const fields = fieldsOf(ACTIONS.SendUVMSMessage);
  const flat = flatParameters(fields, { CalledNumber: '+8613800000200', TemplateParams: 'A\nB', UserId: '' });
  expect([...flat]).toEqual([
    ['CalledNumber', '+8613800000200'],
    ['TemplateParams.0', 'A'],
    ['TemplateParams.1', 'B'],
  ]);
  expect(fields.find(({ name }) => name === 'DryRun')?.choices).toEqual(['true', 'false']);
});

describe('a stream of events', () => {
  test('HTML 9.2.6 whole events are taken, of one that is cut off its beginning waits; comments are none', () => {
    const text =
      ': open\n\nevent: progress\ndata: {"Sent":1}\n\nevent: end\r\ndata: a\r\ndata: b\r\n\r\nevent: pro';
    expect(takeEvents(text)).toEqual({
      events: [
        { name: 'progress', data: '{"Sent":1}' },
        { name: 'end', data: 'a\nb' },
      ],
      rest: 'event: pro',
    });
  });
});

test('12.3 a long text is sent in parts that make it whole again', () => {
  const text = '1 甲\n\n2 乙乙乙\n3 丙';
  const parts = textParts(text, 6);
  expect(parts.length).toBeGreaterThan(1);
  expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(6);
  expect(parts.join('\n')).toBe(text);
  expect(textParts(' \n ')).toEqual([]);
});

test('rules: a line of an application is written as the Action takes it, without what its kind has no use of', () => {
  const line = { FirstCity: '021', Alternatives: '020，0755', Quantity: 2, Pattern: 'AAAA' };
  expect(writtenLine(line, 'landline')).toBe('021,020|0755,2,');
  expect(writtenLine(line, 'vanity')).toBe('021,020|0755,2,AAAA');
  expect(writtenLine(line, '95')).toBe(',,2,');
  expect(['', '020', '020, 0755', '020 0755'].every((codes) => AREA_CODES.test(codes))).toBe(true);
  expect(['20', '020;0755', '020,0755,'].some((codes) => AREA_CODES.test(codes))).toBe(false);
});

test('product: what keeps an account from sending is told by the RetCodes of those rules', () => {
  const told = Object.keys(REFUSAL_PLACES).map((key) => Number.parseInt(key, 10));
  const { ACCOUNT_SUSPENDED, AGREEMENT_NOT_ACCEPTED, SERVICE_ENDED, ENTERPRISE_NOT_APPROVED } = RET_CODES;
  const { TEMPLATE_NOT_FOUND, APP_NOT_USABLE, CAPABILITY_MISSING, CAPABILITY_STOPPED } = RET_CODES;
  const rules = [
    ...[ACCOUNT_SUSPENDED, AGREEMENT_NOT_ACCEPTED, SERVICE_ENDED, ENTERPRISE_NOT_APPROVED],
    ...[TEMPLATE_NOT_FOUND, APP_NOT_USABLE, CAPABILITY_MISSING, CAPABILITY_STOPPED],
    ...[RET_CODES.SEND_CAPPED, RET_CODES.FUNDS_INSUFFICIENT],
  ];
  expect(new Set(told)).toEqual(new Set(rules.map(({ code }) => code)));
});
