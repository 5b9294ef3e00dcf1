import { apiKeyContext, memberEmailContext, receiptSecretContext } from '../../modules/accounts/index.ts';
import { calleeProofContext, calleeSessionContext } from '../../modules/callees/index.ts';
import { callerContext, inboundFlowContext } from '../../modules/callflows/index.ts';
import { testContext, trunkPasswordContext } from '../../modules/carriers/index.ts';
import { answerContext, wordsContext } from '../../modules/complaints/index.ts';
import { fileKeyContext, fileNameContext } from '../../modules/files/index.ts';
import {
  identityEmailContext,
  identityNameContext,
  oidcChecksContext,
  proofPayloadContext,
  totpContext,
} from '../../modules/identities/index.ts';
import { calleeContext, scriptContext } from '../../modules/messages/index.ts';
import {
  deliveryAddressContext,
  noticeContactContext,
  noticeDetailsContext,
} from '../../modules/notices/index.ts';
import { operatorEmailContext } from '../../modules/operators/index.ts';
import { erasureContext } from '../../modules/privacy/index.ts';
import {
  appSecretContext,
  enterpriseContactContext,
  realNameContext,
} from '../../modules/qualification/index.ts';
import { flowContext } from '../../modules/receipts/index.ts';
import { saidContext } from '../../modules/rectification/index.ts';
import { appealContext } from '../../modules/sanctions/index.ts';
import type { SealedRow } from '../../modules/sealing/index.ts';
import { examplesContext, type SignKind } from '../../modules/signs/index.ts';
import { partContext, rowContext } from '../../modules/tasks/index.ts';
import { lookupContext } from '../../platform/open-vault.ts';
import { archiveContext } from '../records/archive-months.ts';
import { evidenceContext } from '../reviews/reviewed.ts';

/** Whose a sealed value is: of who is called, of a person with a log-in or an address, of a customer, or a secret. */
export type Holds = 'callee' | 'person' | 'customer' | 'secret';

export interface SealedColumn {
  holds: Holds;
  /** By which it is bound to its row. */
  context(row: SealedRow): string;
}

/** A table with what is sealed in it. Its primary key is asked of the database. */
export interface SealedPlace {
  table: string;
  /** What contexts are made of, beside the primary key. */
  beside?: readonly string[];
  columns: Readonly<Record<string, SealedColumn>>;
}

const text = (row: SealedRow, column: string): string => String(row[column]);
const by = (column: string, context: (value: string) => string) => (row: SealedRow) =>
  context(text(row, column));
const callee = (context: SealedColumn['context']): SealedColumn => ({ holds: 'callee', context });
const person = (context: SealedColumn['context']): SealedColumn => ({ holds: 'person', context });
const customer = (context: SealedColumn['context']): SealedColumn => ({ holds: 'customer', context });
const secret = (context: SealedColumn['context']): SealedColumn => ({ holds: 'secret', context });

const file = (row: SealedRow) => ({ accountId: text(row, 'account_id'), fileId: text(row, 'file_id') });
const task = (row: SealedRow) => ({ accountId: text(row, 'account_id'), taskNo: text(row, 'task_no') });
const contact = (what: 'name' | 'email' | 'phone') => (row: SealedRow) =>
  noticeContactContext(text(row, 'contact_id'), what);

/**
 * Everything that is sealed in the database, in one place: what a change of the master key seals anew, what holds
 * something of callees and so is to be erased. Contents of files have keys of their own, which are sealed here. A test
 * walks the schema, so that no sealed column is forgotten.
 */
export const SEALED_PLACES: readonly SealedPlace[] = [
  { table: 'master_key', columns: { lookup_sealed: secret(lookupContext) } },
  { table: 'accounts', columns: { receipt_secret: secret(by('account_id', receiptSecretContext)) } },
  { table: 'api_keys', columns: { private_key_sealed: secret(by('public_key', apiKeyContext)) } },
  { table: 'members', columns: { invited_email: person(by('member_id', memberEmailContext)) } },
  { table: 'operators', columns: { invited_email: person(by('operator_id', operatorEmailContext)) } },
  {
    table: 'identities',
    columns: {
      email_sealed: person(by('identity_id', identityEmailContext)),
      name_sealed: person(by('identity_id', identityNameContext)),
      totp_sealed: secret(by('identity_id', totpContext)),
    },
  },
  { table: 'mail_proofs', columns: { payload_sealed: person(by('proof_id', proofPayloadContext)) } },
  {
    table: 'oidc_logins',
    columns: {
      checks: secret((row) => oidcChecksContext(Buffer.from(text(row, 'ticket_hash').slice(2), 'hex'))),
    },
  },
  { table: 'real_names', columns: { facts_sealed: person(by('account_id', realNameContext)) } },
  { table: 'enterprises', columns: { contact_sealed: person(by('account_id', enterpriseContactContext)) } },
  {
    table: 'apps',
    beside: ['app_key'],
    columns: {
      secret_sealed: secret(by('app_key', appSecretContext)),
      former_secret_sealed: secret(by('app_key', appSecretContext)),
    },
  },
  {
    table: 'files',
    columns: {
      name_sealed: customer((row) => fileNameContext(file(row))),
      data_key: secret((row) => fileKeyContext(file(row))),
    },
  },
  { table: 'reviews', columns: { evidence: customer(by('review_id', evidenceContext)) } },
  { table: 'notices', columns: { details_sealed: customer(by('notice_id', noticeDetailsContext)) } },
  {
    table: 'notice_deliveries',
    columns: {
      address_sealed: person((row) =>
        deliveryAddressContext({
          accountId: text(row, 'account_id'),
          noticeId: text(row, 'notice_id'),
          channel: row.channel as Parameters<typeof deliveryAddressContext>[0]['channel'],
          recipient: text(row, 'recipient'),
        }),
      ),
    },
  },
  {
    table: 'notice_contacts',
    columns: {
      name_sealed: person(contact('name')),
      email_sealed: person(contact('email')),
      phone_sealed: person(contact('phone')),
    },
  },
  { table: 'trunks', columns: { password_sealed: secret(by('trunk_id', trunkPasswordContext)) } },
  { table: 'trunk_tests', columns: { callee_sealed: callee(by('test_id', testContext)) } },
  { table: 'rectification_words', columns: { text_sealed: customer(by('order_id', saidContext)) } },
  {
    table: 'signs',
    beside: ['kind', 'subject'],
    columns: {
      examples_sealed: customer((row) =>
        examplesContext(text(row, 'account_id'), row.kind as SignKind, text(row, 'subject')),
      ),
    },
  },
  { table: 'sanctions', columns: { appeal_sealed: customer(by('sanction_id', appealContext)) } },
  {
    table: 'complaints',
    columns: {
      words_sealed: callee(by('complaint_id', wordsContext)),
      answer_sealed: callee(by('complaint_id', answerContext)),
    },
  },
  { table: 'callee_proofs', columns: { number_sealed: callee(by('proof_id', calleeProofContext)) } },
  {
    table: 'callee_sessions',
    beside: ['session_id'],
    columns: { number_sealed: callee(by('session_id', calleeSessionContext)) },
  },
  { table: 'erasures', columns: { number_sealed: callee(by('erasure_id', erasureContext)) } },
  {
    table: 'messages',
    columns: {
      callee_sealed: callee(by('session_no', calleeContext)),
      script_sealed: callee(by('session_no', scriptContext)),
    },
  },
  { table: 'receipts', columns: { flow_sealed: callee(by('session_no', flowContext)) } },
  {
    table: 'inbound_calls',
    columns: {
      caller_sealed: callee(by('call_no', callerContext)),
      flow_sealed: callee(by('call_no', inboundFlowContext)),
    },
  },
  { table: 'task_rows', columns: { sealed: callee((row) => rowContext(task(row), Number(row.line))) } },
  {
    table: 'task_parts',
    columns: { sealed: callee((row) => partContext(task(row), Number(row.first_line))) },
  },
  { table: 'archives', beside: ['file_id'], columns: { key_sealed: secret(by('file_id', archiveContext)) } },
];
