import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkIdNumber,
  checkLicenceNumber,
  checkName,
  checkPhone,
  hideNumber,
  hidePart,
  missingOf,
} from '../../src/modules/qualification/index.ts';

const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

describe('4.1.2 GB 32100-2015: unified social credit codes', () => {
  // Published ones: those of companies that anybody can look up.
  test.each(['9144030071526726XG', '91330100799655058B', '914403001922038216', '91110000802100433B'])(
    '4.1.2 %s is one',
    (number) => {
      expect(checkLicenceNumber(number)).toBeUndefined();
    },
  );

  test('4.1.2 any one sign that is changed, and any two neighbours that are swapped, are told', () => {
    const good = '9144030071526726XG';
    fc.assert(
      fc.property(fc.nat(17), fc.nat(30), (at, sign) => {
        const changed = good.slice(0, at) + SIGNS.charAt(sign) + good.slice(at + 1);
        return changed === good || checkLicenceNumber(changed) !== undefined;
      }),
    );
    for (let at = 0; at < 17; at++) {
      const swapped = good.slice(0, at) + good.charAt(at + 1) + good.charAt(at) + good.slice(at + 2);
      if (swapped !== good) expect(checkLicenceNumber(swapped), swapped).toBeDefined();
    }
  });

  test.each([
    '',
    '9144030071526726X',
    '9144030071526726XGG',
    '9144030071526726xg',
    '91440300I1526726XG',
    '91A40300715267260G',
  ])('4.1.2 %j has not their form, and the problem says which it is', (number) => {
    expect(checkLicenceNumber(number)?.en).toContain('18 characters');
  });
});

describe('4.3.3 GB 11643-1999: ID numbers', () => {
  test.each(['11010519491231002X', '440524188001010014'.replace('1880', '1980').slice(0, 17)])(
    '4.3.3 the standard’s own example %s',
    (number) => {
      expect(checkIdNumber(number) === undefined).toBe(number === '11010519491231002X');
    },
  );

  test('4.3.3 any one digit that is changed is told', () => {
    const good = '11010519491231002X';
    for (let at = 0; at < 17; at++) {
      for (let digit = 0; digit < 10; digit++) {
        const changed = good.slice(0, at) + digit + good.slice(at + 1);
        if (changed !== good) expect(checkIdNumber(changed), changed).toBeDefined();
      }
    }
  });

  test.each(['110105194902290021', '110105190013010021', '110105199902300021', '11010519491200002X'])(
    '4.3.3 %s has a date of birth that does not exist',
    (number) => {
      expect(checkIdNumber(number)?.en).toContain('date of birth');
    },
  );
});

describe('4.1.2 names and telephones', () => {
  test.each(['上海优刻得（云）科技有限公司', 'O’Neil & Sons Ltd.', '阿卜杜拉·买买提', '中山路 1 号 #2-301'])(
    '4.1.2 %s is a name or an address',
    (name) => {
      expect(checkName(name)).toBeUndefined();
    },
  );
  test.each(['', ' 空格', '=1+1', '@cmd', '<b>', 'a\nb', '公司\u202e', '😀公司', '-1'])(
    '4.1.2 %j is none',
    (name) => {
      expect(checkName(name)).toBeDefined();
    },
  );
  test.each(['+8613800000200', '+862151860001', '+861052810003', '+12025550123'])(
    '4.1.2 %s can be rung',
    (phone) => {
      expect(checkPhone(phone)).toBeUndefined();
    },
  );
  test.each(['13800000200', '+8612345678901', '+861380000020', '+86', '+0123456789', '+8613800000200 '])(
    '4.1.2 %j cannot',
    (phone) => {
      expect(checkPhone(phone)).toBeDefined();
    },
  );
});

test('4.3.1 of a name and a number only a part is shown', () => {
  expect(['张', '张三', '欧阳小明'].map(hidePart)).toEqual(['*', '张*', '欧**明']);
  expect(hideNumber('11010519491231002X')).toBe('110*************2X');
  expect(hideNumber('1234567')).toBe('*******');
});

test('4.1.2 what is missing is named as it is given', () => {
  const nothing = {
    name: '',
    licenceNumber: '',
    industry: '',
    contactName: '',
    contactPhone: '',
    address: '',
  };
  expect(missingOf({ ...nothing, materials: [] })).toHaveLength(9);
  const all = {
    name: 'a',
    licenceNumber: 'b',
    industry: 'c',
    contactName: 'd',
    contactPhone: 'e',
    address: 'f',
  };
  expect(missingOf({ ...all, materials: ['business-licence', 'commitment-letter'] })).toEqual([
    'ContactAuthorisation',
  ]);
});
