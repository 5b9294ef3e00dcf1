import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/platform/config-error.ts';
import { LIMIT_ROWS, LIMITS, readLimits, SHIPPED_LIMITS } from '../../src/platform/limit-settings.ts';

const numbers = LIMIT_ROWS.flatMap(({ name, row }) =>
  typeof row.value === 'number' ? [{ ...row, name, value: row.value }] : [],
);

describe('limits and periods', () => {
  test('rules: what is published holds where nothing is set', () => {
    expect(SHIPPED_LIMITS).toMatchObject({
      ...{ numberCarrierDays: 5, numberPayDays: 7, numberProvisionDays: 10 },
      ...{ numberTermMonths: 12, numberLeastMonths: 3, packageMonths: 12 },
      ...{ reviewHours: 9, workOpensHour: 9, workClosesHour: 18, taskRows: 100_000 },
      calleeLimitsCodes: '1/60 5/3600 20/86400',
    });
  });

  test.each(numbers)('rules: $setting is taken from its least to its most, and nothing beside', (row) => {
    const { name, setting, least, most } = row;
    const beside = name === 'workOpensHour' ? { WORK_CLOSES_HOUR: '24' } : { WORK_OPENS_HOUR: '0' };
    for (const value of [least, row.value, most]) {
      expect(readLimits({ ...beside, [setting]: ` ${value} ` })[name]).toBe(value);
    }
    for (const wrong of [`${least - 1}`, `${most + 1}`, '7.5', '1e3', 'seven', '9'.repeat(400)]) {
      const read = () => readLimits({ ...beside, [setting]: wrong });
      expect(read).toThrow(ConfigError);
      expect(read).toThrow(`${setting}=${wrong}: a whole number from ${least} to ${most}`);
    }
  });

  test('rules: a ladder is whole numbers with spaces between, twenty at most', () => {
    expect(readLimits({ RECEIPT_LADDER: '5  10 20' }).receiptLadder).toEqual([5, 10, 20]);
    for (const wrong of ['0', '5,10', '5 x', '604801', Array(21).fill('1').join(' ')]) {
      expect(() => readLimits({ RECEIPT_LADDER: wrong })).toThrow('RECEIPT_LADDER=');
    }
  });

  test('rules: working time ends after it begins', () => {
    expect(() => readLimits({ WORK_OPENS_HOUR: '18' })).toThrow('WORK_CLOSES_HOUR=18');
    expect(readLimits({ WORK_OPENS_HOUR: '8', WORK_CLOSES_HOUR: '17' })).toMatchObject({ workOpensHour: 8 });
  });

  test('product: each has a setting of its own, a default within its range, and words in both languages', () => {
    expect(new Set(LIMIT_ROWS.map(({ row }) => row.setting)).size).toBe(Object.keys(LIMITS).length);
    for (const { row } of LIMIT_ROWS) {
      expect(row.zh).toMatch(/\p{Script=Han}/u);
      expect(row.en).not.toMatch(/\p{Script=Han}/u);
    }
    expect(numbers.length).toBeGreaterThan(20);
    for (const { value, least, most } of numbers) expect(value >= least && value <= most).toBe(true);
  });
});
