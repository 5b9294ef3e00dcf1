import {
  type Capability,
  type DESK_ACTIONS,
  HeraldError,
  isReceiptReason,
  receiptOf,
} from '@herald/contract';
import { findRecords } from '../../flow/messages/search-records.ts';
import { MOST_COUNTED, platformLoad } from '../../flow/service/platform-load.ts';
import {
  type AccountView,
  findAccount,
  listCapabilities,
  listMembers,
  searchAccounts,
} from '../../modules/accounts/index.ts';
import { findIdentityByEmail, maskEmail, readIdentities } from '../../modules/identities/index.ts';
import { balanceOf, CASH, HELD, listPackages, OWED } from '../../modules/ledger/index.ts';
import { findEnterprise } from '../../modules/qualification/index.ts';
import { EVERY_RECORD } from '../../modules/records/index.ts';
import { uuidFloor } from '../../platform/ids.ts';
import { formatYuan } from '../../platform/money.ts';
import type { HandlersOf } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';

const WEEK_MS = 7 * 86_400_000;
const NOT_OVER = { zh: '未结束', en: 'Not over yet' };

/** What the staff look at: customers, and the platform as a whole. Numbers and addresses are masked (4.3.1). */
export function deskHandlers(deps: HandlerDeps): HandlersOf<typeof DESK_ACTIONS> {
  const { sql, vault, clock } = deps;

  async function knownAccount(accountId: string): Promise<AccountView> {
    const account = await findAccount(sql, accountId);
    if (!account) throw new HeraldError('ACCOUNT_UNKNOWN', { accountId });
    return account;
  }

  return {
    async ListUVMSAccounts(_caller, request) {
      const text = request.Search?.trim() ?? '';
      const limit = request.NumPerPage ?? 20;
      const person = text.includes('@') ? await findIdentityByEmail(sql, vault, 'customer', text) : undefined;
      const { total, accounts } = await searchAccounts(sql, {
        text,
        identityId: person?.identityId,
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      return { Total: total, Data: accounts.map(accountAnswer) };
    },

    async InspectUVMSAccount(_caller, { AccountId: accountId }) {
      const account = await knownAccount(accountId);
      const [enterprise, members, capabilities, cash, held, owed, packages] = await Promise.all([
        findEnterprise(sql, vault, accountId),
        listMembers(sql, vault, accountId),
        listCapabilities(sql, accountId),
        balanceOf(sql, accountId, CASH),
        balanceOf(sql, accountId, HELD),
        balanceOf(sql, accountId, OWED),
        listPackages(sql, accountId, new Date(clock.now())),
      ]);
      const identities = await readIdentities(
        sql,
        vault,
        members.flatMap(({ identityId }) => identityId ?? []),
      );
      return {
        ...accountAnswer(account),
        ...(enterprise && {
          Enterprise: {
            Name: enterprise.name,
            LicenceNumber: enterprise.licenceNumber,
            Industry: enterprise.industry,
            State: enterprise.state,
          },
        }),
        Members: members.map(({ memberId, identityId, invitedEmail, role, status }) => {
          const identity = identityId === null ? undefined : identities.get(identityId);
          return {
            MemberId: memberId,
            Email: maskEmail(identity?.email ?? invitedEmail ?? ''),
            Role: role,
            Status: status,
            TotpEnabled: identity?.totpOn ?? false,
          };
        }),
        Capabilities: [...capabilities].sort() as Capability[],
        Balance: formatYuan(cash),
        Reserved: formatYuan(held),
        Owed: formatYuan(-owed),
        Packages: packages.map((owned) => ({
          PackageId: owned.packageId,
          Purpose: owned.purpose,
          GroupType: owned.groupType,
          Quantity: Number(owned.quantity),
          Available: Number(owned.available),
          ExpireTime: owned.expiresAt.getTime(),
        })),
      };
    },

    async ListUVMSAccountRecords({ language }, request) {
      const { AccountId: accountId } = request;
      await knownAccount(accountId);
      const until = Math.max(request.EndTime ?? clock.now() + 1000, WEEK_MS);
      const limit = request.NumPerPage ?? 20;
      const { total, records } = await findRecords(sql, {
        ...EVERY_RECORD,
        accountId,
        from: uuidFloor(until - WEEK_MS),
        until: uuidFloor(until),
        now: clock.now(),
        orderBy: 'started',
        descending: true,
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      const data = records.map((record) => {
        const reason = record.reason !== null && isReceiptReason(record.reason) ? record.reason : undefined;
        return {
          SessionNo: record.sessionNo,
          Phone: record.calleeMask,
          ShowNumber: record.showNumber ?? '',
          TemplateId: record.templateId,
          Purpose: record.purpose,
          TrunkId: record.trunkId ?? '',
          ReceiptResult: record.result ?? (0 as const),
          ReceiptDesc: reason ? receiptOf(reason)[language] : NOT_OVER[language],
          Duration: Math.ceil((record.talkMs ?? 0) / 1000),
          SubmitTime: record.acceptedAt.getTime(),
        };
      });
      return { Total: total, Data: data };
    },

    async GetUVMSSystemHealth() {
      const { nodes, queue, jobs, trunks } = await platformLoad(sql, clock.now());
      const { due, later, held, claimed, dialling, oldestDueAt } = queue;
      return {
        Nodes: nodes.map((node) => ({
          NodeId: node.nodeId,
          Kind: node.kind,
          Host: node.host,
          Alive: node.alive,
          StartTime: node.startedAt.getTime(),
          LeaseTime: node.leaseUntil.getTime(),
          Calls: node.calls,
        })),
        Queue: {
          Due: due,
          Later: later,
          Held: held,
          Claimed: claimed,
          Dialling: dialling,
          OldestDueTime: oldestDueAt?.getTime() ?? 0,
          Counted: due + later + held + claimed + dialling < MOST_COUNTED,
        },
        Jobs: jobs.map(({ queue: name, waiting, active, failed }) => ({
          Name: name,
          Waiting: waiting,
          Active: active,
          Failed: failed,
        })),
        Trunks: {
          Enabled: trunks.enabled,
          Sick: trunks.sick,
          Concurrency: trunks.concurrency,
          Cps: trunks.cps,
          Active: claimed + dialling,
          EndedLastMinute: trunks.endedInMinute,
        },
      };
    },
  };
}

const accountAnswer = (account: AccountView) => ({
  AccountId: account.accountId,
  Name: account.name,
  Status: account.status,
  EnterpriseApproved: account.enterpriseApproved,
  AgreementVersion: account.agreementVersion ?? 0,
  ServiceEndTime: account.serviceEndsAt?.getTime() ?? 0,
  CreateTime: account.createdAt.getTime(),
});
