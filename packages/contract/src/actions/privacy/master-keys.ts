import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';

const count = (zh: string, en: string) => Type.String(notes(zh, en));

export const getUVMSMasterKeys = defineAction({
  name: 'GetUVMSMasterKeys',
  summary: {
    zh: '主密钥的状态：哪一把在用，旧密钥下的数据重新密封到哪里，哪些可以移除',
    en: 'How the master keys are: which one seals, how far what is under older ones has been sealed anew, which may be taken out',
  },
  realm: 'operator',
  permission: 'ops:read',
  request: Type.Object({}),
  response: Type.Object({
    Keys: Type.Array(
      Type.Object(
        {
          KeyId: Type.String({
            ...notes('密钥 ID，与密钥内容无关', 'Its id, which tells nothing of it'),
            examples: ['3fa91b20'],
          }),
          State: Type.Enum(
            ['sealing', 'needed', 'removable'],
            notes(
              'sealing：密封新数据；needed：仍有数据由它密封；removable：可以移除',
              'sealing: seals what is new; needed: something is under it still; removable: may be taken out',
            ),
          ),
          SinceTime: milliseconds('开始使用的时间', 'Since when it was used'),
          EmptyTime: milliseconds(
            '不再需要的时间，仍需要为 0',
            'Since when nothing is under it, 0: something is',
          ),
        },
        notes('一把主密钥', 'One master key'),
      ),
      notes('主密钥，最近的在前', 'The master keys, the latest first'),
    ),
    Places: Type.Array(
      Type.Object(
        {
          Table: Type.String(notes('数据表', 'The table')),
          Looked: count('本轮已检查的行数', 'Rows that this pass has looked at'),
          Resealed: count('已重新密封的行数', 'Rows that were sealed anew'),
          Unreadable: count('任何密钥都打不开的值', 'Values that no key opens'),
          DoneTime: milliseconds('完成时间，未完成为 0', 'When it was done, 0 while it is not'),
        },
        notes('一张表的进度', 'How far one table is'),
      ),
      notes(
        '重新密封的进度；没有更换过密钥则为空',
        'How far the tables are; empty where the key was never changed',
      ),
    ),
    OldProcesses: Type.Array(
      Type.String(notes('进程', 'A process')),
      notes(
        '仍用旧密钥密封的进程：重启它们之前，重新密封不会开始',
        'Processes that seal with an older key: until they are started again nothing is sealed anew',
      ),
    ),
    WaitingMails: Type.Integer(
      notes('旧密钥密封的、尚未发出的邮件', 'Mails under an older key that have not left yet'),
    ),
  }),
  errors: [],
});
