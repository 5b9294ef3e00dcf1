import { HeraldError, NOTICE_KINDS, noticeKindsFor } from '@herald/contract';
import { renderNotice } from '../../../flow/notices/deliver-notice.ts';
import {
  countNotices,
  type DeliveryProof,
  findNotice,
  listDeliveries,
  listNotices,
  markRead,
  type Notice,
  type Reader,
} from '../../../modules/notices/index.ts';
import { isUuid } from '../../../platform/ids.ts';
import type { Caller, Handlers } from '../../deps.ts';
import { checkProject } from '../deps.ts';
import type { NoticeDeps } from './deps.ts';

type Names = 'ListUVMSNotices' | 'GetUVMSNotice' | 'ReadUVMSNotices' | 'ListUVMSNoticeDeliveries';

const MOST_COUNTED = 10_000;
const MOST_PROOFS = 100;

/** The inbox of an account, as each of its members sees it, and the proof of what was sent. */
export function inboxHandlers({ sql, vault, clock }: NoticeDeps): Pick<Handlers, Names> {
  return {
    async ListUVMSNotices(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const reader = readerOf(caller);
      const limit = request.NumPerPage ?? 20;
      const asked = {
        ...(request.Kind === undefined ? {} : { kind: request.Kind }),
        unreadOnly: request.UnreadOnly ?? false,
      };
      const [counts, notices] = await Promise.all([
        countNotices(sql, reader, { ...asked, most: MOST_COUNTED }),
        listNotices(sql, vault, reader, {
          ...asked,
          unreadFirst: request.UnreadFirst ?? true,
          offset: (request.Page ?? 0) * limit,
          limit,
        }),
      ]);
      return {
        Total: counts.total,
        Unread: counts.unread,
        Notices: notices.map((notice) => shown(notice, caller)),
      };
    },

    async GetUVMSNotice(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const key = { accountId: caller.accountId, noticeId: noticeIdOf(request.NoticeId) };
      const notice = await findNotice(sql, vault, key, readerOf(caller));
      if (!notice) throw new HeraldError('NOTICE_NOT_FOUND', { noticeId: request.NoticeId });
      const { deliveries } = await listDeliveries(sql, { ...key, offset: 0, limit: MOST_PROOFS });
      return { ...shown(notice, caller), Deliveries: deliveries.map(proof) };
    },

    async ReadUVMSNotices(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const which = request.NoticeIds?.map(noticeIdOf) ?? 'all';
      return { Marked: await markRead(sql, readerOf(caller), which, new Date(clock.now())) };
    },

    async ListUVMSNoticeDeliveries(_caller, request) {
      const limit = request.NumPerPage ?? 20;
      const { AnnouncementId: announcementId } = request;
      if (announcementId !== undefined && !isUuid(announcementId)) {
        throw new HeraldError('ANNOUNCEMENT_NOT_FOUND', { announcementId });
      }
      const { total, deliveries } = await listDeliveries(sql, {
        accountId: request.AccountId,
        ...(request.NoticeId === undefined ? {} : { noticeId: noticeIdOf(request.NoticeId) }),
        ...(announcementId === undefined ? {} : { announcementId }),
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      return { Total: total, Deliveries: deliveries.map(proof) };
    },
  };
}

/** Who reads: a member, or a key of the account itself, which is nobody in particular. */
function readerOf({ accountId, principal, permissions }: Caller): Reader {
  const memberId = 'memberId' in principal ? (principal.memberId ?? '') : '';
  return { accountId, memberId, kinds: noticeKindsFor(permissions) };
}

function noticeIdOf(noticeId: string): string {
  if (!isUuid(noticeId)) throw new HeraldError('NOTICE_NOT_FOUND', { noticeId });
  return noticeId.toLowerCase();
}

function shown(notice: Notice, { language }: Caller) {
  const { title, body } = renderNotice(notice.kind, language, notice.details);
  const { category, source } = NOTICE_KINDS[notice.kind];
  return {
    NoticeId: notice.noticeId,
    Kind: notice.kind,
    Category: category,
    Clause: source,
    Title: title,
    Body: body,
    ...(notice.announcementId ? { AnnouncementId: notice.announcementId } : {}),
    CreateTime: notice.at.getTime(),
    ReadTime: notice.readAt?.getTime() ?? 0,
  };
}

function proof(one: DeliveryProof) {
  return {
    NoticeId: one.noticeId,
    Kind: one.kind,
    Channel: one.channel,
    Recipient: one.recipient,
    Address: one.addressMask,
    Language: one.language,
    State: one.state,
    Attempts: one.attempts,
    MessageId: one.messageId ?? '',
    Response: one.response ?? '',
    CreateTime: one.createdAt.getTime(),
    SendTime: one.sentAt?.getTime() ?? 0,
  };
}
