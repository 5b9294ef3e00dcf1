import { ANNOUNCEMENT_LEADS, HeraldError, NOTICE_KINDS, type Words } from '@herald/contract';
import {
  type Announcement,
  type AnnouncementContent,
  draftFault,
  endMaintenance,
  insertAnnouncement,
  lockAnnouncement,
  markPublished,
  markWithdrawn,
  publishFault,
  shownUntil,
  type Timing,
} from '../../modules/notices/index.ts';
import { beijingTime } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import type { Jobs } from '../../platform/jobs.ts';
import { inTransaction } from '../../platform/transaction.ts';
import { addWorkingDays } from '../../platform/working-days.ts';
import type { SpreadJob } from './spread-announcement.ts';

export interface PublishDeps {
  sql: Sql;
  clock: Clock;
  newId(): string;
  jobs: Jobs;
}

const DAY_MS = 86_400_000;

/** @throws HeraldError ANNOUNCEMENT_INVALID where the times of a draft do not fit its kind */
export function checkDraft(content: AnnouncementContent): void {
  refuse(draftFault(timing(content)));
}

/**
 * Publishes a draft at a moment, now or later: from then on everybody sees it, and the inboxes get it one after the
 * other (flow/notices/spread-announcement.ts).
 * @returns the earliest moment at which what it announces may take effect (3.2, 5.1, 5.3, 12.3)
 * @throws HeraldError LEAD_TIME_TOO_SHORT where it would take effect before that
 */
export async function publishAnnouncement(
  deps: PublishDeps,
  asked: { announcementId: string; publishAt: number | undefined; operatorId: string },
): Promise<{ publishAt: number; earliest: number }> {
  const { announcementId, operatorId } = asked;
  return inTransaction(deps.sql, async (tx) => {
    const draft = await lockAnnouncement(tx, announcementId);
    if (!draft) throw new HeraldError('ANNOUNCEMENT_NOT_FOUND', { announcementId });
    if (draft.publishAt) throw new HeraldError('ANNOUNCEMENT_NOT_DRAFT', { announcementId });
    const now = deps.clock.now();
    const earliest = checkPublication(draft, asked.publishAt ?? now, now);
    const publishAt = Math.max(asked.publishAt ?? now, now);
    await publish(tx, deps, draft, publishAt, operatorId);
    return { publishAt, earliest };
  });
}

/**
 * Takes a published announcement back: it is shown no more, and inboxes that have not got it yet never do. Those that
 * have it keep it. A maintenance that has begun is ended instead, so that the time it took is given back to messages.
 */
export async function withdrawAnnouncement(
  deps: PublishDeps,
  asked: { announcementId: string; operatorId: string },
): Promise<void> {
  const { announcementId, operatorId } = asked;
  const now = deps.clock.now();
  await inTransaction(deps.sql, async (tx) => {
    const found = await lockAnnouncement(tx, announcementId);
    if (!found) throw new HeraldError('ANNOUNCEMENT_NOT_FOUND', { announcementId });
    const why = whyNotWithdraw(found, now);
    if (why) throw new HeraldError('ANNOUNCEMENT_NOT_SHOWN', { announcementId, ...why });
    await markWithdrawn(tx, announcementId, { operatorId, at: new Date(now) });
  });
}

/** 5.4: maintenance that nobody could announce. It begins with the commit, and is announced by it. */
export async function startMaintenance(
  deps: PublishDeps,
  asked: { reason: Words; endsAt: number; operatorId: string },
): Promise<string> {
  const { reason, endsAt, operatorId } = asked;
  const now = deps.clock.now();
  const content: AnnouncementContent = {
    kind: 'announcement.maintenance',
    titleZh: '紧急维护进行中',
    titleEn: 'Emergency maintenance under way',
    bodyZh: `${unstopped(reason.zh)}。预计于${beijingTime(endsAt, 'zh')}结束。期间消息照常接收并保留在队列中，维护结束后呼叫。`,
    bodyEn: `${unstopped(reason.en)}. It is expected to end at ${beijingTime(endsAt, 'en')}. Messages are accepted meanwhile and kept in the queue; they are called when it ends.`,
    effectiveAt: new Date(now),
    endsAt: new Date(endsAt),
    shownUntil: null,
    emergencyReason: `${reason.zh} · ${reason.en}`,
  };
  return inTransaction(deps.sql, (tx) => announce(tx, deps, content, operatorId));
}

/** A sentence without its full stop. */
const unstopped = (sentence: string) => sentence.trim().replace(/[。.]$/, '');

/** Ends the maintenance that is under way; dialers see it with their next look. @returns how many windows ended */
export async function stopMaintenance({ sql, clock }: PublishDeps): Promise<number> {
  const ended = await inTransaction(sql, (tx) => endMaintenance(tx, new Date(clock.now())));
  if (ended === 0) throw new HeraldError('MAINTENANCE_NOT_RUNNING');
  return ended;
}

/**
 * Announces at once, in the caller's transaction, what comes with what is decided there: a price book, a maintenance.
 * @throws HeraldError LEAD_TIME_TOO_SHORT, ANNOUNCEMENT_INVALID
 */
export async function announce(
  tx: Tx,
  deps: Pick<PublishDeps, 'clock' | 'newId' | 'jobs'>,
  content: AnnouncementContent,
  operatorId: string,
): Promise<string> {
  const now = deps.clock.now();
  const announcementId = deps.newId();
  checkDraft(content);
  checkPublication(content, now, now);
  await insertAnnouncement(tx, { ...content, announcementId, operatorId, at: new Date(now) });
  await publish(tx, deps, { ...content, announcementId }, now, operatorId);
  return announcementId;
}

async function publish(
  tx: Tx,
  { clock, jobs }: Pick<PublishDeps, 'clock' | 'jobs'>,
  draft: AnnouncementContent & { announcementId: string },
  publishAt: number,
  operatorId: string,
): Promise<void> {
  const { announcementId } = draft;
  await markPublished(tx, announcementId, {
    publishAt: new Date(publishAt),
    shownUntil: new Date(shownUntil(timing(draft), publishAt)),
    operatorId,
  });
  const data: SpreadJob = { announcementId, after: '' };
  const startAfterSeconds = Math.max(0, Math.ceil((publishAt - clock.now()) / 1000));
  await jobs.enqueue(tx, 'spread-announcement', [{ data, startAfterSeconds }]);
}

/** @returns the earliest moment of effect */
function checkPublication(draft: AnnouncementContent, asked: number, now: number): number {
  refuse(draftFault(timing(draft)) ?? publishFault(timing(draft), asked, now));
  // What was asked for may have passed on its way here; nobody was told before now.
  const publishAt = Math.max(asked, now);
  const { days, working } = ANNOUNCEMENT_LEADS[draft.kind];
  const emergency = draft.emergencyReason !== null;
  const earliest = emergency
    ? publishAt
    : working
      ? addWorkingDays(publishAt, days)
      : publishAt + days * DAY_MS;
  const effectiveAt = draft.effectiveAt?.getTime();
  if (emergency || effectiveAt === undefined || effectiveAt >= earliest) return earliest;
  throw new HeraldError('LEAD_TIME_TOO_SHORT', {
    clause: NOTICE_KINDS[draft.kind].source,
    leadZh: days === 0 ? '在生效前' : `提前 ${days} 个${working ? '工作日' : '自然日'}`,
    leadEn:
      days === 0
        ? 'the change before it takes effect'
        : `${days} ${working ? 'working ' : ''}day${days > 1 ? 's' : ''}`,
    publishZh: beijingTime(publishAt, 'zh'),
    publishEn: beijingTime(publishAt, 'en'),
    earliestZh: beijingTime(earliest, 'zh'),
    earliestEn: beijingTime(earliest, 'en'),
  });
}

function whyNotWithdraw(found: Announcement, now: number) {
  if (!found.publishAt) {
    return {
      problemZh: '它还是草稿',
      problemEn: 'it is a draft',
      nextZh: '请用 DeleteUVMSAnnouncement 删除',
      nextEn: 'Delete it with DeleteUVMSAnnouncement',
    };
  }
  if (found.withdrawnAt) {
    return {
      problemZh: '它已撤回',
      problemEn: 'it has been withdrawn already',
      nextZh: '无需再做什么',
      nextEn: 'Nothing is left to do',
    };
  }
  const begun = found.kind === 'announcement.maintenance' && (found.effectiveAt?.getTime() ?? now) <= now;
  if (!begun || found.publishAt.getTime() > now) return undefined;
  return {
    problemZh: '维护已经开始',
    problemEn: 'the maintenance has begun',
    nextZh: '请用 EndUVMSMaintenance 结束维护',
    nextEn: 'End it with EndUVMSMaintenance',
  };
}

function refuse(fault: ReturnType<typeof draftFault>): void {
  if (!fault) return;
  const { name, problem } = fault;
  throw new HeraldError('ANNOUNCEMENT_INVALID', { name, problemZh: problem.zh, problemEn: problem.en });
}

function timing(content: AnnouncementContent): Timing {
  return {
    kind: content.kind,
    effectiveAt: content.effectiveAt?.getTime(),
    endsAt: content.endsAt?.getTime(),
    shownUntil: content.shownUntil?.getTime(),
    emergency: content.emergencyReason !== null,
  };
}
