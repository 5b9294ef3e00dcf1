import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';
import { priceBook } from './fields.ts';

export const queryUVMSPrices = defineAction({
  name: 'QueryUVMSPrices',
  summary: {
    zh: '查询生效中的价格表，以及已公布、将要生效的下一版',
    en: 'The price book in force, and the next one where it has been announced',
  },
  realm: 'public',
  request: Type.Object({}),
  response: Type.Object({
    Current: Type.Optional(priceBook()),
    Coming: Type.Optional(priceBook()),
  }),
  errors: [],
});

const ROW = '^[12],[12],\\+[1-9][0-9]{0,14},[0-9]{1,9}(\\.[0-9]{1,4})?,(0|6|60)$';
const PACKAGE_ROW = '^[12],[12],[0-9]{1,12},[0-9]{1,9}(\\.[0-9]{1,4})?$';

export const publishUVMSPriceBook = defineAction({
  name: 'PublishUVMSPriceBook',
  summary: {
    zh: '公布新版价格表；须至少提前 1 天，公布时通知全部账号',
    en: 'Announces a new price book, at least 1 day ahead; every account is told',
  },
  realm: 'operator',
  permission: 'ops:finance',
  request: Type.Object({
    EffectiveTime: Type.Integer({
      ...notes('生效时间，Unix 毫秒', 'When it takes effect, Unix milliseconds'),
      minimum: 0,
      maximum: 9_999_999_999_999,
    }),
    Prices: Type.Array(Type.String({ pattern: ROW }), {
      ...notes(
        '按量价格，每行：语音类型,号码类型,前缀,元,步长秒',
        'Prices by use, each: purpose,group,prefix,yuan,step seconds',
      ),
      maxItems: 500,
      examples: [['1,1,+86,0.1000,0', '2,1,+86,0.1200,60']],
    }),
    Packages: Type.Optional(
      Type.Array(Type.String({ pattern: PACKAGE_ROW }), {
        ...notes(
          '套餐包价格，每行：语音类型,号码类型,数量,元',
          'Packages, each: purpose,group,quantity,yuan',
        ),
        maxItems: 100,
        examples: [['1,1,10000,750']],
      }),
    ),
  }),
  response: Type.Object({
    Version: Type.Integer(notes('版本', 'Version')),
    EffectiveTime: milliseconds('生效时间', 'When it takes effect'),
  }),
  errors: ['PRICE_BOOK_INVALID', 'PRICE_NOTICE_TOO_SHORT'],
});

export const listUVMSPriceBooks = defineAction({
  name: 'ListUVMSPriceBooks',
  summary: {
    zh: '查询价格表的全部版本，最新生效的在前',
    en: 'All versions of the price book, the latest first',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({
    NumPerPage: Type.Optional(
      Type.Integer({ ...notes('最多返回几版', 'How many at most'), minimum: 1, maximum: 20, default: 10 }),
    ),
  }),
  response: Type.Object({ Data: Type.Array(priceBook(), notes('价格表', 'Price books')) }),
  errors: [],
});
