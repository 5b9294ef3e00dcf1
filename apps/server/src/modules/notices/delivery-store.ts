import type { Language, NoticeKind } from '@herald/contract';
import type { Db, Tx } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';

export type Channel = 'inbox' | 'email' | 'sms';

/** One notice × channel × recipient. */
export interface DeliveryKey {
  accountId: string;
  noticeId: string;
  channel: Channel;
  /** 'account', 'member:…' or 'contact:…'. */
  recipient: string;
}

export interface NewDelivery extends DeliveryKey {
  /** Absent for the inbox, which is delivered with its row. */
  address: { plain: string; mask: string } | undefined;
  language: Language;
}

export const deliveryAddressContext = ({ noticeId, channel, recipient }: DeliveryKey) =>
  `notice_deliveries.address:${noticeId}:${channel}:${recipient}`;

/** Notes what is to be sent. The inbox has it with this transaction, so that its row says `sent` at once. */
export async function insertDeliveries(
  tx: Tx,
  vault: Vault,
  deliveries: readonly NewDelivery[],
  at: Date,
): Promise<void> {
  if (deliveries.length === 0) return;
  await tx`
    INSERT INTO notice_deliveries (account_id, notice_id, channel, recipient, address_sealed, address_mask, language,
      state, created_at, sent_at)
    SELECT a, b, c, d, decode(e, 'hex'), f, g,
      CASE WHEN c = 'inbox' THEN 'sent' ELSE 'pending' END, ${at}, CASE WHEN c = 'inbox' THEN ${at}::timestamptz END
    FROM unnest(
      ${deliveries.map((one) => one.accountId)}::text[], ${deliveries.map((one) => one.noticeId)}::uuid[],
      ${deliveries.map((one) => one.channel)}::text[], ${deliveries.map((one) => one.recipient)}::text[],
      ${deliveries.map((one) => (one.address ? vault.seal(one.address.plain, deliveryAddressContext(one)).toString('hex') : null))}::text[],
      ${deliveries.map((one) => one.address?.mask ?? '')}::text[], ${deliveries.map((one) => one.language)}::text[]
    ) AS rows (a, b, c, d, e, f, g)
    ON CONFLICT DO NOTHING`;
}

/** A delivery as its worker needs it. */
export interface Delivery {
  state: 'pending' | 'sent' | 'failed';
  address: string;
  language: Language;
}

export async function findDelivery(db: Db, vault: Vault, key: DeliveryKey): Promise<Delivery | undefined> {
  const [row] = await db<{ state: Delivery['state']; address_sealed: Buffer | null; language: Language }[]>`
    SELECT state, address_sealed, language FROM notice_deliveries
    WHERE account_id = ${key.accountId} AND notice_id = ${key.noticeId} AND channel = ${key.channel}
      AND recipient = ${key.recipient}`;
  if (!row?.address_sealed) return undefined;
  return {
    state: row.state,
    language: row.language,
    address: vault.open(row.address_sealed, deliveryAddressContext(key)),
  };
}

/** Writes down an attempt. What was sent stays so. @returns the state that stands */
export async function recordAttempt(
  tx: Tx,
  key: DeliveryKey,
  attempt: { state: Delivery['state']; messageId: string; response: string; at: Date },
): Promise<Delivery['state']> {
  const [row] = await tx<{ state: Delivery['state'] }[]>`
    UPDATE notice_deliveries SET attempts = attempts + 1,
      state = CASE WHEN state = 'sent' THEN state ELSE ${attempt.state} END,
      sent_at = CASE WHEN state = 'sent' THEN sent_at WHEN ${attempt.state} = 'sent' THEN ${attempt.at}::timestamptz END,
      message_id = CASE WHEN state = 'sent' THEN message_id ELSE ${attempt.messageId} END,
      response = CASE WHEN state = 'sent' THEN response ELSE ${attempt.response} END
    WHERE account_id = ${key.accountId} AND notice_id = ${key.noticeId} AND channel = ${key.channel}
      AND recipient = ${key.recipient}
    RETURNING state`;
  return row?.state ?? 'failed';
}

/** What was sent, as proof (12.2). */
export interface DeliveryProof {
  noticeId: string;
  kind: NoticeKind;
  channel: Channel;
  recipient: string;
  addressMask: string;
  language: Language;
  state: Delivery['state'];
  attempts: number;
  messageId: string | null;
  response: string | null;
  createdAt: Date;
  sentAt: Date | null;
}

/** Deliveries of one account, newest notice first. */
export async function listDeliveries(
  db: Db,
  asked: { accountId: string; noticeId?: string; announcementId?: string; offset: number; limit: number },
): Promise<{ total: number; deliveries: DeliveryProof[] }> {
  const which = db`
    FROM notice_deliveries d JOIN notices n ON n.account_id = d.account_id AND n.notice_id = d.notice_id
    WHERE d.account_id = ${asked.accountId}
      AND (${asked.noticeId ?? null}::uuid IS NULL OR d.notice_id = ${asked.noticeId ?? null})
      AND (${asked.announcementId ?? null}::uuid IS NULL OR n.announcement_id = ${asked.announcementId ?? null})`;
  const [[counted], deliveries] = await Promise.all([
    db<{ total: number }[]>`SELECT count(*)::int AS total ${which}`,
    db<DeliveryProof[]>`
      SELECT d.notice_id AS "noticeId", n.kind, d.channel, d.recipient, d.address_mask AS "addressMask", d.language,
        d.state, d.attempts, d.message_id AS "messageId", d.response, d.created_at AS "createdAt",
        d.sent_at AS "sentAt"
      ${which} ORDER BY d.notice_id DESC, d.channel, d.recipient OFFSET ${asked.offset} LIMIT ${asked.limit}`,
  ]);
  return { total: counted?.total ?? 0, deliveries: [...deliveries] };
}
