import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page } from '../../fields.ts';
import { clause, hash, language, version, versionFields } from './fields.ts';

const text = (zh: string, en: string) =>
  Type.Optional(Type.Array(Type.String({ maxLength: 16_384 }), { ...notes(zh, en), maxItems: 200 }));

const numbers = (zh: string, en: string) =>
  Type.Array(Type.String(notes('条款编号', 'Number of a clause')), notes(zh, en));

export const importUVMSAgreement = defineAction({
  name: 'ImportUVMSAgreement',
  summary: {
    zh: '导入运营方自己的协议文本为草稿，按编号与内置文本对照；不带文本则用内置文本',
    en: 'Files the operator’s own text as a draft, compared by number with the one that comes with the service; without a text, files that one',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    TextZh: text(
      '中文文本，分段传递，依次以换行相接',
      'The Chinese text in parts, which are joined by line breaks',
    ),
    TextEn: text(
      '英文文本，同上；须与中文同时给出',
      'The English text, likewise; both are given, or neither',
    ),
  }),
  response: Type.Object({
    Version: version(),
    Hash: hash(),
    Clauses: Type.Integer(notes('中文条款数', 'Clauses of the Chinese text')),
    Missing: numbers(
      '内置文本有而导入文本没有的编号：软件按这些条款行事，请确认',
      'Numbers of the built-in text that yours lacks: the software acts by them, so make sure',
    ),
    Extra: numbers('导入文本多出的编号', 'Numbers that only yours has'),
    OnlyInZh: numbers('只有中文有的编号', 'Numbers that only the Chinese text has'),
    OnlyInEn: numbers('只有英文有的编号', 'Numbers that only the English text has'),
    OpenPlaces: numbers('没有内容可填的占位', 'Places that nothing fills'),
  }),
  errors: ['AGREEMENT_TEXT_INVALID'],
});

export const publishUVMSAgreement = defineAction({
  name: 'PublishUVMSAgreement',
  summary: {
    zh: '公布一个草稿：至少 7 天后生效并通知全部客户；依法可立即生效，须写明依据',
    en: 'Announces a draft: in force in 7 days or later, every customer is told; at once where the law wants it, with its ground',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({
    Version: version(),
    EffectiveTime: Type.Optional(
      Type.Integer({
        ...notes(
          '生效时间，Unix 秒；默认 7 天后',
          'When it takes effect, Unix seconds; by default in 7 days',
        ),
        minimum: 0,
        maximum: 99_999_999_999,
      }),
    ),
    Immediate: Type.Optional(
      Type.Boolean({ ...notes('依法立即生效', 'In force at once, as the law wants it'), default: false }),
    ),
    GroundZh: Type.Optional(
      Type.String({ ...notes('法律依据（中文）', 'Its ground, in Chinese'), maxLength: 500 }),
    ),
    GroundEn: Type.Optional(
      Type.String({ ...notes('法律依据（英文）', 'Its ground, in English'), maxLength: 500 }),
    ),
  }),
  response: Type.Object({ EffectiveTime: milliseconds('生效时间', 'When it takes effect') }),
  errors: [
    'AGREEMENT_VERSION_UNKNOWN',
    'AGREEMENT_NOT_DRAFT',
    'AGREEMENT_NOTICE_WRONG',
    'AGREEMENT_GROUND_MISSING',
    'AGREEMENT_ANOTHER_COMING',
  ],
});

export const withdrawUVMSAgreementVersion = defineAction({
  name: 'WithdrawUVMSAgreementVersion',
  summary: {
    zh: '在生效前撤回一个版本；拒绝过它的客户服务照常继续',
    en: 'Calls a version back before it takes effect; customers who had refused it go on',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({ Version: version() }),
  response: Type.Object({}),
  errors: ['AGREEMENT_VERSION_UNKNOWN', 'AGREEMENT_IN_FORCE'],
});

export const listUVMSAgreementDrafts = defineAction({
  name: 'ListUVMSAgreementDrafts',
  summary: {
    zh: '列出全部版本，包括草稿和已撤回的，及客户的答复',
    en: 'Every version, drafts and withdrawn ones too, with what customers answered',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({ Page: page(), NumPerPage: numPerPage() }),
  response: Type.Object({
    Total: Type.Integer(notes('版本总数', 'How many there are')),
    Versions: Type.Array(
      Type.Object(
        {
          ...versionFields(),
          Signed: Type.Integer(notes('签署的账号数', 'Accounts that signed')),
          Silence: Type.Integer(notes('期满未拒绝的账号数', 'Accounts that said nothing')),
          Law: Type.Integer(notes('依法对其生效的账号数', 'Accounts that the law brought under it')),
          Refused: Type.Integer(notes('拒绝的账号数', 'Accounts that refuse it')),
          Told: Type.Boolean(notes('是否已通知全部客户', 'Whether every customer has been told')),
        },
        notes('一个版本', 'One version'),
      ),
      notes('本页的版本', 'The versions of this page'),
    ),
  }),
  errors: [],
});

export const queryUVMSAgreementDraft = defineAction({
  name: 'QueryUVMSAgreementDraft',
  summary: { zh: '查看任一版本的全文，包括草稿', en: 'Any version by its clauses, drafts too' },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({ Version: version(), Language: language() }),
  response: Type.Object({ ...versionFields(), Clauses: Type.Array(clause(), notes('条款', 'The clauses')) }),
  errors: ['AGREEMENT_VERSION_UNKNOWN'],
});

export const listUVMSAgreementRefusals = defineAction({
  name: 'ListUVMSAgreementRefusals',
  summary: {
    zh: '查看哪些账号书面拒绝了某个版本，以及理由；已撤回的拒绝也列出',
    en: 'Who has refused a version in writing, and why; refusals that were taken back are listed too',
  },
  realm: 'operator',
  permission: 'ops:comply',
  request: Type.Object({ Version: version(), Page: page(), NumPerPage: numPerPage() }),
  response: Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Refusals: Type.Array(
      Type.Object(
        {
          AccountId: Type.String(notes('账号', 'Account')),
          Reason: Type.String(notes('书面理由', 'Why, in writing')),
          Signer: Type.String(notes('签署人', 'Who signed')),
          Ip: Type.String(notes('签署时的地址', 'Address it was signed from')),
          RefuseTime: milliseconds('拒绝时间', 'When it was refused'),
          TakenBackTime: milliseconds('撤回时间，未撤回为 0', 'When it was taken back, 0 where it stands'),
        },
        notes('一份拒绝', 'One refusal'),
      ),
      notes('本页的拒绝，新的在前', 'The refusals of this page, the latest first'),
    ),
  }),
  errors: [],
});
