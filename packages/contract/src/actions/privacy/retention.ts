import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';
import { RETENTION } from '../../retention.ts';
import { keysOf } from '../qualification/fields.ts';

export const listUVMSRetention = defineAction({
  name: 'ListUVMSRetention',
  summary: {
    zh: '每类数据保留多久、依据哪条协议，以及上次清理的时间与数量（4.2.9、12.5）',
    en: 'How long each kind of data is kept, by which clause, and what the last run deleted and when (4.2.9, 12.5)',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({}),
  response: Type.Object({
    Data: Type.Array(
      Type.Object(
        {
          Kind: Type.Enum(keysOf<keyof typeof RETENTION>(RETENTION), notes('数据种类', 'Kind of data')),
          What: Type.String(notes('是什么', 'What it is')),
          Clause: Type.String(notes('依据的条款', 'The clause that it rests on')),
          Kept: Type.Enum(
            ['days', 'always', 'never'],
            notes(
              'days 保留 Days 天，always 一直保留，never 读取时生成、不保存',
              'days (so many as Days says), always, never (made as it is read)',
            ),
          ),
          Days: Type.Integer(notes('保留天数，否则为 0', 'Days, else 0')),
          Setting: Type.String(
            notes('期限的配置项，不可配置为空', 'The setting of the period, empty where it is fixed'),
          ),
          RunTime: milliseconds('上次清理时间，没有为 0', 'When the job last ran, 0 where it has not'),
          Deleted: Type.Integer(notes('上次清理的数量', 'How many that run deleted')),
          DeleteTime: milliseconds(
            '上次有所删除的时间，没有为 0',
            'When something was last deleted, 0 for never',
          ),
          TotalDeleted: Type.Integer(notes('累计删除的数量', 'How many were deleted since the first run')),
        },
        notes('一类数据', 'One kind'),
      ),
      notes('全部种类', 'All kinds'),
    ),
  }),
  errors: [],
});
