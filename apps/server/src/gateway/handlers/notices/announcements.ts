import { type AnnouncementKind, HeraldError, type RequestOf } from '@herald/contract';
import {
  checkDraft,
  publishAnnouncement,
  startMaintenance,
  stopMaintenance,
  withdrawAnnouncement,
} from '../../../flow/notices/publish-announcement.ts';
import { createServiceStatus, deprecations, maintenanceUntil } from '../../../flow/service/service-status.ts';
import {
  type Announcement,
  type AnnouncementContent,
  deleteDraft,
  findAnnouncement,
  insertAnnouncement,
  listAnnouncements,
  publicAnnouncements,
  updateDraft,
} from '../../../modules/notices/index.ts';
import { isUuid } from '../../../platform/ids.ts';
import { inTransaction } from '../../../platform/transaction.ts';
import type { Handlers } from '../../deps.ts';
import type { NoticeDeps } from './deps.ts';

type Names =
  | 'CreateUVMSAnnouncement'
  | 'UpdateUVMSAnnouncement'
  | 'DeleteUVMSAnnouncement'
  | 'PublishUVMSAnnouncement'
  | 'WithdrawUVMSAnnouncement'
  | 'ListUVMSAnnouncements'
  | 'QueryUVMSAnnouncements'
  | 'StartUVMSMaintenance'
  | 'EndUVMSMaintenance'
  | 'GetUVMSServiceStatus';

/** What the operator tells everybody, and the windows of maintenance among it. */
export function announcementHandlers(deps: NoticeDeps): Pick<Handlers, Names> {
  const { sql, clock, newId } = deps;
  const status = createServiceStatus(deps);
  const at = () => new Date(clock.now());

  /** What is no draft, said as what it is. */
  async function notDraft(announcementId: string): Promise<HeraldError> {
    const found = await findAnnouncement(sql, announcementId);
    return new HeraldError(found ? 'ANNOUNCEMENT_NOT_DRAFT' : 'ANNOUNCEMENT_NOT_FOUND', { announcementId });
  }

  return {
    async CreateUVMSAnnouncement(caller, request) {
      const content = contentOf(request);
      checkDraft(content);
      const announcementId = newId();
      const announced = { ...content, announcementId, operatorId: caller.operatorId, at: at() };
      await inTransaction(sql, (tx) => insertAnnouncement(tx, announced));
      return { AnnouncementId: announcementId };
    },

    async UpdateUVMSAnnouncement(_caller, request) {
      const announcementId = announcement(request.AnnouncementId);
      const content = contentOf(request);
      checkDraft(content);
      await inTransaction(sql, async (tx) => {
        if (!(await updateDraft(tx, announcementId, content, at()))) throw await notDraft(announcementId);
      });
      return {};
    },

    async DeleteUVMSAnnouncement(_caller, request) {
      const announcementId = announcement(request.AnnouncementId);
      await inTransaction(sql, async (tx) => {
        if (!(await deleteDraft(tx, announcementId))) throw await notDraft(announcementId);
      });
      return {};
    },

    async PublishUVMSAnnouncement(caller, request) {
      const { publishAt, earliest } = await publishAnnouncement(deps, {
        announcementId: announcement(request.AnnouncementId),
        publishAt: request.PublishTime === undefined ? undefined : request.PublishTime * 1000,
        operatorId: caller.operatorId,
      });
      return { PublishTime: publishAt, EarliestTime: earliest };
    },

    async WithdrawUVMSAnnouncement(caller, request) {
      const announcementId = announcement(request.AnnouncementId);
      await withdrawAnnouncement(deps, { announcementId, operatorId: caller.operatorId });
      return {};
    },

    async ListUVMSAnnouncements(_caller, request) {
      const { total, announcements } = await listAnnouncements(sql, pageOf(request));
      const now = clock.now();
      return {
        Total: total,
        Announcements: announcements.map((one) => ({
          AnnouncementId: one.announcementId,
          Kind: shortKind(one.kind),
          TitleZh: one.titleZh,
          TitleEn: one.titleEn,
          BodyZh: one.bodyZh,
          BodyEn: one.bodyEn,
          EffectiveTime: one.effectiveAt?.getTime() ?? 0,
          EndTime: endOf(one),
          ShowUntil: one.shownUntil?.getTime() ?? 0,
          EmergencyReason: one.emergencyReason ?? '',
          State: stateOf(one, now),
          PublishTime: one.publishAt?.getTime() ?? 0,
          SpreadTime: one.spreadAt?.getTime() ?? 0,
          CreatedBy: one.createdBy,
          PublishedBy: one.publishedBy ?? '',
        })),
      };
    },

    async QueryUVMSAnnouncements(caller, request) {
      const { total, announcements } = await publicAnnouncements(sql, {
        now: at(),
        all: request.All ?? false,
        ...pageOf(request),
      });
      const zh = caller.language === 'zh';
      return {
        Total: total,
        Announcements: announcements.map((one) => ({
          AnnouncementId: one.announcementId,
          Kind: shortKind(one.kind),
          Title: zh ? one.titleZh : one.titleEn,
          Body: zh ? one.bodyZh : one.bodyEn,
          PublishTime: one.publishAt?.getTime() ?? 0,
          EffectiveTime: one.effectiveAt?.getTime() ?? 0,
          EndTime: endOf(one),
          EmergencyReason: one.emergencyReason ?? '',
        })),
      };
    },

    async StartUVMSMaintenance(caller, request) {
      const announcementId = await startMaintenance(deps, {
        reason: { zh: request.ReasonZh, en: request.ReasonEn },
        endsAt: request.EndTime * 1000,
        operatorId: caller.operatorId,
      });
      return { AnnouncementId: announcementId };
    },

    async EndUVMSMaintenance() {
      return { Ended: await stopMaintenance(deps) };
    },

    async GetUVMSServiceStatus(caller) {
      const windows = await status();
      const now = clock.now();
      const until = maintenanceUntil(windows, now);
      return {
        State: until === undefined ? 'ok' : 'maintenance',
        EndTime: until ?? 0,
        Time: now,
        Sandbox: deps.sandboxSounds !== undefined,
        Windows: windows
          .filter(({ endsAt }) => endsAt.getTime() > now)
          .map((window) => ({
            AnnouncementId: window.announcementId,
            Title: caller.language === 'zh' ? window.titleZh : window.titleEn,
            StartTime: window.startsAt.getTime(),
            EndTime: window.endsAt.getTime(),
            Emergency: window.emergency,
          })),
        Deprecations: deprecations(),
      };
    },
  };
}

const announcement = (announcementId: string): string => {
  if (!isUuid(announcementId)) throw new HeraldError('ANNOUNCEMENT_NOT_FOUND', { announcementId });
  return announcementId.toLowerCase();
};

type ShortKind = RequestOf<'CreateUVMSAnnouncement'>['Kind'];
const shortKind = (kind: AnnouncementKind) => kind.slice('announcement.'.length) as ShortKind;

function contentOf(request: RequestOf<'CreateUVMSAnnouncement'>): AnnouncementContent {
  const moment = (seconds: number | undefined) => (seconds === undefined ? null : new Date(seconds * 1000));
  return {
    kind: `announcement.${request.Kind}`,
    titleZh: request.TitleZh,
    titleEn: request.TitleEn,
    bodyZh: request.BodyZh,
    bodyEn: request.BodyEn,
    effectiveAt: moment(request.EffectiveTime),
    endsAt: moment(request.EndTime),
    shownUntil: moment(request.ShowUntil),
    emergencyReason: request.EmergencyReason ?? null,
  };
}

function stateOf({ publishAt, withdrawnAt }: Announcement, now: number) {
  if (withdrawnAt) return 'withdrawn';
  if (!publishAt) return 'draft';
  return publishAt.getTime() > now ? 'scheduled' : 'published';
}

const endOf = ({ endsAt, endedAt }: Announcement): number =>
  Math.min(endsAt?.getTime() ?? 0, endedAt?.getTime() ?? Number.POSITIVE_INFINITY);

function pageOf({ Page = 0, NumPerPage = 20 }: { Page?: number; NumPerPage?: number }) {
  return { offset: Page * NumPerPage, limit: NumPerPage };
}
