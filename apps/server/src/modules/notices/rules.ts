import type { AnnouncementKind, Words } from '@herald/contract';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** A longer one is a function change, or a mistake. */
export const LONGEST_MAINTENANCE_MS = 7 * DAY_MS;
/** Nothing is announced further ahead than this. */
export const FURTHEST_AHEAD_MS = 366 * DAY_MS;
const SHOWN_AFTER_MS = 7 * DAY_MS;

/** What is judged about an announcement, in milliseconds. */
export interface Timing {
  kind: AnnouncementKind;
  effectiveAt: number | undefined;
  endsAt: number | undefined;
  shownUntil: number | undefined;
  emergency: boolean;
}

/** A field of an announcement that cannot stay as it is. */
export interface TimingFault {
  name: 'EffectiveTime' | 'EndTime' | 'ShowUntil' | 'EmergencyReason' | 'PublishTime';
  problem: Words;
}

const fault = (name: TimingFault['name'], zh: string, en: string): TimingFault => ({
  name,
  problem: { zh, en },
});

/** Whether the times of a draft fit its kind and each other. */
export function draftFault(draft: Timing): TimingFault | undefined {
  const maintenance = draft.kind === 'announcement.maintenance';
  if (draft.kind !== 'announcement.general' && draft.effectiveAt === undefined) {
    return fault('EffectiveTime', '该类公告须写明生效时间', 'this kind must say when it takes effect');
  }
  if (maintenance !== (draft.endsAt !== undefined)) {
    return maintenance
      ? fault('EndTime', '维护公告须写明结束时间', 'maintenance must say when it ends')
      : fault('EndTime', '只有维护公告有结束时间', 'only maintenance has an end');
  }
  if (draft.emergency && !maintenance) {
    return fault('EmergencyReason', '只有维护可以是紧急的', 'only maintenance can be an emergency');
  }
  if (draft.endsAt !== undefined && draft.effectiveAt !== undefined) {
    const length = draft.endsAt - draft.effectiveAt;
    if (length < MINUTE_MS || length > LONGEST_MAINTENANCE_MS) {
      return fault(
        'EndTime',
        '维护时长须在 1 分钟至 7 天之间',
        'maintenance lasts from a minute to seven days',
      );
    }
  }
  return undefined;
}

/** Whether a draft can be published at this moment; how long before its effect is another matter (`leadTime`). */
export function publishFault(draft: Timing, publishAt: number, now: number): TimingFault | undefined {
  if (publishAt < now - MINUTE_MS) return fault('PublishTime', '早于现在', 'it is in the past');
  const latest = Math.max(publishAt, draft.effectiveAt ?? 0, draft.shownUntil ?? 0);
  if (latest > now + FURTHEST_AHEAD_MS) {
    return publishAt === latest
      ? fault('PublishTime', '在一年之后', 'it is more than a year ahead')
      : fault('EffectiveTime', '生效或展示时间在一年之后', 'effect or showing is more than a year ahead');
  }
  if (draft.endsAt !== undefined && draft.endsAt <= publishAt) {
    return fault('EndTime', '维护在发布前已结束', 'the maintenance is over before it is published');
  }
  if (draft.shownUntil !== undefined && draft.shownUntil <= publishAt) {
    return fault('ShowUntil', '早于发布时间', 'it is before the announcement is published');
  }
  return undefined;
}

/** Until when an announcement is a banner, where its author did not say: its effect and a week, maintenance its end. */
export function shownUntil(draft: Timing, publishAt: number): number {
  return draft.shownUntil ?? draft.endsAt ?? Math.max(publishAt, draft.effectiveAt ?? 0) + SHOWN_AFTER_MS;
}
