import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';
import { accountId } from '../qualification/fields.ts';

export const getUVMSComplaintRates = defineAction({
  name: 'GetUVMSComplaintRates',
  summary: {
    zh: '查询一个客户近若干天（含今天）的投诉率：每万次接通的投诉数；经核查不属实的不计',
    en: 'Complaints of a customer in ten thousand answered calls, over the last days with today; unfounded ones are left out',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    AccountId: accountId(),
    By: Type.Optional(
      Type.Enum(
        ['account', 'day', 'template', 'number', 'trunk', 'city', 'operator', 'purpose', 'destination'],
        notes(
          '按整个账号（默认）、日期、模板、外显号码、线路、被叫城市、运营商、语音类型或国家',
          'By the whole account (default), day, template, number shown, trunk, city or operator of the callee, purpose or country',
        ),
      ),
    ),
    Days: Type.Optional(
      Type.Integer({
        ...notes('天数，默认 30', 'How many days, by default 30'),
        minimum: 1,
        maximum: 92,
        default: 30,
      }),
    ),
  }),
  response: Type.Object({
    Data: Type.Array(
      Type.Object(
        {
          Key: Type.String(
            notes(
              '日期、模板、号码、线路等；整个账号及未知为空',
              'The day, template, number, trunk and so on; empty for the account, and where it is not known',
            ),
          ),
          Complaints: Type.Integer(notes('投诉数', 'Complaints')),
          Founded: Type.Integer(notes('其中已认定属实的', 'Of these, found to be founded')),
          Answered: Type.Integer(notes('接通数', 'Answered calls')),
          Per10000: Type.Optional(
            Type.Number(
              notes(
                '每万次接通的投诉数；没有接通则没有',
                'Complaints in ten thousand answered calls; absent where none was answered',
              ),
            ),
          ),
        },
        notes('一项', 'One of them'),
      ),
      notes('投诉率高的在前；按日期时依日期', 'The highest rates first; days in their order'),
    ),
  }),
  errors: ['ACCOUNT_UNKNOWN', 'RECORD_SEARCH_TOO_WIDE'],
});
