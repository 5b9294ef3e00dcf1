import { Type } from 'typebox';
import { notes } from '../../fields.ts';

/** Of a restriction. */
export const caps = () => ({
  PerMinute: Type.Optional(
    Type.Integer({
      ...notes('限制后 60 秒内最多发送的条数', 'The most sends in 60 s that are left'),
      minimum: 0,
      maximum: 1_000_000,
    }),
  ),
  PerDay: Type.Optional(
    Type.Integer({
      ...notes('限制后每日（北京时间）最多发送的条数', 'The most sends in a day, in Beijing, that are left'),
      minimum: 0,
      maximum: 100_000_000,
    }),
  ),
});

export const clause = () =>
  Type.String({
    ...notes('依据的协议条款', 'Clause of the agreement that it rests on'),
    minLength: 1,
    maxLength: 20,
    examples: ['4.2.5'],
  });
