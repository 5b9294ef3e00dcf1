import {
  findTemplates,
  listChanges,
  type StoredTemplate,
  type TemplateKey,
} from '../../modules/templates/index.ts';
import type { Db } from '../../platform/db.ts';
import { PURPOSE_WORDS } from '../money/bill-words.ts';
import { appValue, inBoth, languageValue, yesOrNo } from '../reviews/fact-values.ts';
import type { Reviewable, Subject, SubjectKey } from '../reviews/reviewed.ts';
import { turnTemplate } from './turn-template.ts';

const keyOf = ({ accountId, subjectId }: SubjectKey): TemplateKey => ({ accountId, templateId: subjectId });

/** Templates on the review desk (4.2.7 b): a decision makes them usable, or gives them back with its reason. */
export function reviewableTemplates(): Reviewable {
  return {
    async apply(tx, decision) {
      const { approved, reason, operatorId, at } = decision;
      const change = { ...keyOf(decision), actor: 'operator', actorId: operatorId, reason, at } as const;
      await turnTemplate(tx, change, approved ? 'approve' : 'reject');
    },

    async claimed(tx, { claimed, at, ...subject }) {
      const change = { ...keyOf(subject), actor: 'operator', actorId: '', at } as const;
      await turnTemplate(tx, change, claimed ? 'claim' : 'release');
    },

    async describe(db, subject) {
      const [template] = await findTemplates(db, [keyOf(subject)]);
      return template && { facts: await factsOf(db, template), parts: [] };
    },
  };
}

async function factsOf(db: Db, template: StoredTemplate): Promise<Subject['facts']> {
  const earlier = (await listChanges(db, template)).filter(({ event }) => event === 'reject');
  const fact = (name: string, zh: string, en: string, value: string) => ({
    name: `template.${name}`,
    words: { zh, en },
    value,
  });
  return [
    fact('name', '名称', 'Name', template.name),
    fact('scene', '场景', 'Scene', template.scene),
    fact('app', '应用', 'App', appValue(template.appId)),
    fact('purpose', '语音类型', 'Purpose', inBoth(PURPOSE_WORDS[template.purpose])),
    fact('language', '播报语言', 'Language', languageValue(template.language)),
    ...(template.sound
      ? [
          fact(
            'sound',
            '录音（HearUVMSTemplate 试听），秒',
            'Recording (HearUVMSTemplate), seconds',
            String(template.sound.ms / 1000),
          ),
        ]
      : []),
    fact('content', '内容', 'Content', template.content),
    fact('all-day', '全天可呼', 'All day', yesOrNo(template.allDay)),
    ...earlier.map(({ reason }, index) =>
      fact(`rejected-${index + 1}`, '此前的拒绝原因', 'Rejected before, because', reason),
    ),
  ];
}
