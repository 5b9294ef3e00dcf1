import { describe, expect, test } from 'vitest';
import { attribute } from '../../src/platform/attribution.ts';

describe('mainland', () => {
  test.each([
    ['+8613800000200', '北京市', '北京市', '010', 'cmcc'],
    ['+8613900000200', '新疆', '乌鲁木齐市', '0991', 'cmcc'],
    ['+8613812345678', '江苏省', '连云港市', '0518', 'cmcc'],
    ['+8618600000000', '北京市', '北京市', '010', 'cucc'],
    ['+8618900000000', '北京市', '北京市', '010', 'ctcc'],
  ])('api: mobile %s is of %s %s, %s, %s', (number, province, city, cityCode, operator) => {
    const place = { province, city, cityCode, operator };
    expect(attribute(number)).toEqual({ ok: true, brevityCode: 'CN', countryCode: '86', ...place });
  });

  test.each([
    ['+862151860000', '上海市', '上海市', '021'],
    ['+8675512345678', '广东省', '深圳市', '0755'],
    ['+862831234567', '四川省', '成都市', '028'],
    ['+863353123456', '河北省', '秦皇岛市', '0335'],
  ])(
    'api: landline %s is of %s %s, %s, and its operator is not known',
    (number, province, city, cityCode) => {
      const place = { province, city, cityCode, operator: undefined };
      expect(attribute(number)).toEqual({ ok: true, brevityCode: 'CN', countryCode: '86', ...place });
    },
  );

  test('api: a segment whose city is not known has its operator', () => {
    expect(attribute('+8619912345678')).toMatchObject({ ok: true, city: '', cityCode: '', operator: 'ctcc' });
  });

  test('api: a number of no city has none', () => {
    expect(attribute('+864006123456')).toMatchObject({ ok: true, brevityCode: 'CN', city: '', cityCode: '' });
  });

  test('api: every segment of a known city has the area code of that city', () => {
    const without = new Set<string>();
    for (let segment = 1_300_000; segment < 2_000_000; segment += 7) {
      const found = attribute(`+86${segment}0000`);
      if (found.ok && found.city && !/^0(?:10|2\d|[3-9]\d\d)$/.test(found.cityCode)) without.add(found.city);
      if (found.ok && found.brevityCode !== 'CN') without.add(found.brevityCode);
    }
    expect([...without]).toEqual([]);
  });
});

describe('the world', () => {
  test.each([
    ['+14155550100', 'US', '1'],
    ['+18765551234', 'JM', '1'],
    ['+85298765432', 'HK', '852'],
    ['+88216123456789', '', '882'],
  ])('E.164: %s is of %j, code %s', (number, brevityCode, countryCode) => {
    const nowhere = { province: '', city: '', cityCode: '', operator: undefined };
    expect(attribute(number)).toEqual({ ok: true, brevityCode, countryCode, ...nowhere });
  });
});
