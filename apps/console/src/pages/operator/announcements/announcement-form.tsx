import type { RequestOf, ResponseOf } from '@herald/contract';
import { FormButton } from '../../../components/act.tsx';
import { type FormField, momentField, requestOf } from '../../../components/form-fields.tsx';
import { useWords } from '../../../words/language.ts';
import { DESK } from '../parts/words.ts';
import { ANNOUNCEMENTS } from './words.ts';

export type Announcement = ResponseOf<'ListUVMSAnnouncements'>['Announcements'][number];

const KINDS = ['general', 'price', 'maintenance', 'function', 'agreement', 'transfer'] as const;

/** These Actions take moments in Unix seconds. */
export function inSeconds(request: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(request).map(([name, value]) => [
      name,
      name.endsWith('Time') || name === 'ShowUntil' ? Math.floor(Number(value) / 1000) : value,
    ]),
  );
}

/** Drafts an announcement, or changes a draft. */
export function AnnouncementButton({ announcement }: { announcement?: Announcement }) {
  const say = useWords(ANNOUNCEMENTS);
  const desk = useWords(DESK);
  const fields: readonly FormField[] = [
    {
      name: 'Kind',
      label: desk('kind'),
      kind: 'choice',
      required: true,
      choices: KINDS.map((value) => ({ value, label: say(`kind-${value}`) })),
    },
    { name: 'EffectiveTime', label: say('effective'), kind: 'moment' },
    { name: 'TitleZh', label: say('titleZh'), required: true, most: 100 },
    { name: 'TitleEn', label: say('titleEn'), required: true, most: 100 },
    { name: 'BodyZh', label: say('bodyZh'), kind: 'area', required: true, most: 5000 },
    { name: 'BodyEn', label: say('bodyEn'), kind: 'area', required: true, most: 5000 },
    { name: 'EndTime', label: say('end'), kind: 'moment' },
    { name: 'ShowUntil', label: say('showUntil'), kind: 'moment' },
    { name: 'EmergencyReason', label: say('emergency'), kind: 'area' },
  ];
  if (!announcement) {
    return (
      <FormButton
        action="CreateUVMSAnnouncement"
        label={say('draft')}
        type="primary"
        size="middle"
        stale={['ListUVMSAnnouncements']}
        initial={{ Kind: 'general' }}
        fields={fields}
        request={(values) => inSeconds(requestOf(fields, values)) as RequestOf<'CreateUVMSAnnouncement'>}
      />
    );
  }
  const { AnnouncementId } = announcement;
  return (
    <FormButton
      action="UpdateUVMSAnnouncement"
      label={say('editDraft')}
      stale={['ListUVMSAnnouncements']}
      fixed={{ AnnouncementId }}
      initial={{
        ...announcement,
        EffectiveTime: momentField(announcement.EffectiveTime),
        EndTime: momentField(announcement.EndTime),
        ShowUntil: momentField(announcement.ShowUntil),
      }}
      fields={fields}
      request={(values) =>
        inSeconds(requestOf(fields, values)) as Partial<RequestOf<'UpdateUVMSAnnouncement'>>
      }
    />
  );
}
