import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { consentedCall, milliseconds, notes, numPerPage, page } from '../../fields.ts';
import { accountId } from '../qualification/fields.ts';

const node = () =>
  Type.String({ ...notes('录音的节点', 'The node that recorded'), minLength: 1, maxLength: 32 });

export const listUVMSImprovementRecordings = defineAction({
  name: 'ListUVMSImprovementRecordings',
  summary: {
    zh: '可用于改进服务的录音：被叫对此另行同意且未撤回（4.3.9），最近的在前',
    en: 'Recordings that may be used to improve the service: the callee said yes to that by itself, and it stands (4.3.9); the latest first',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({ AccountId: Type.Optional(accountId()), Page: page(), NumPerPage: numPerPage() }),
  response: Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Data: Type.Array(
      Type.Object(
        {
          AccountId: accountId(),
          SessionNo: consentedCall(),
          Node: node(),
          Key: Type.String(notes('表示同意的按键', 'The key for yes')),
          Time: milliseconds('同意的时间', 'When that was said'),
        },
        notes('一段录音', 'One recording'),
      ),
      notes('本页的录音', 'The recordings of this page'),
    ),
  }),
  errors: [],
});

export const hearUVMSImprovementRecording = defineAction({
  name: 'HearUVMSImprovementRecording',
  summary: {
    zh: '为改进服务收听一段录音（WAV）；没有被叫对此的单独同意即拒绝（4.3.9），收听记入审计',
    en: 'A recording, as a WAV file, to improve the service; refused without the callee’s own consent to that (4.3.9), and kept in the audit log',
  },
  realm: 'operator',
  permission: 'ops:comply',
  file: 'download',
  request: Type.Object({ AccountId: accountId(), SessionNo: consentedCall(), Node: node() }),
  response: Type.Object({}),
  errors: ['IMPROVEMENT_NOT_CONSENTED', 'FILE_NOT_FOUND'],
});
