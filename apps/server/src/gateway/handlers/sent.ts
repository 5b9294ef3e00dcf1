import { HeraldError, type RECORD_ACTIONS, type RequestOf } from '@herald/contract';
import { sheetFile } from '../../flow/files/sheet-file.ts';
import { MOST_SHEET_ROWS, recordTable } from '../../flow/records/export-records.ts';
import { statisticsTable } from '../../flow/records/export-statistics.ts';
import { readArchive } from '../../flow/records/read-archive.ts';
import {
  answerRatio,
  averageTalk,
  complaintRate,
  MOST_DAYS,
  nothingSent,
  plus,
  readStatistics,
  type Statistic,
} from '../../flow/records/read-statistics.ts';
import { resendReceipts } from '../../flow/records/resend-receipts.ts';
import { findMessage } from '../../modules/messages/index.ts';
import { findReceipts, listPushes, pageDead } from '../../modules/receipts/index.ts';
import { listArchives } from '../../modules/records/index.ts';
import { dayStart, formatDay, parseMonth } from '../../platform/beijing-time.ts';
import { isUuid, uuidFloor } from '../../platform/ids.ts';
import { formatYuan } from '../../platform/money.ts';
import type { Caller, HandlersOf } from '../deps.ts';
import { checkProject, checkWholeAccount, type HandlerDeps, visibleProjects } from './deps.ts';
import { filterOf, seesNumbers } from './records.ts';

/** Statistics and files of what was sent, and the push of receipts. */
export function recordHandlers(deps: HandlerDeps): HandlersOf<typeof RECORD_ACTIONS> {
  const { sql, vault, clock } = deps;

  async function statistics(caller: Caller, request: RequestOf<'GetUVMSSendStatistics'>) {
    await checkProject(sql, caller, request.ProjectId);
    checkWholeAccount(caller, 'uvms:read');
    const [first, last] = [dayAt(request.StartDay), dayAt(request.EndDay)];
    return readStatistics(sql, { accountId: caller.accountId, by: request.GroupBy, first, last });
  }

  return {
    async GetUVMSSendStatistics(caller, request) {
      const counts = await statistics(caller, request);
      const rows = mostSent(counts, MOST_ROWS);
      return {
        Total: countAnswer(counts.reduce(plus, nothingSent(REST))),
        Data: rows.map((count) => ({ Key: count.key, ...countAnswer(count) })),
      };
    },

    async ExportUVMSSendStatistics(caller, request) {
      const { Format: format, GroupBy: by, StartDay, EndDay } = request;
      const rows = statisticsTable(await statistics(caller, request), {
        ...{ by, language: caller.language },
        withCost: caller.permissions.has('billing:read'),
      });
      return sheetFile(`statistics-${by}-${StartDay}-${EndDay}`, format, rows, new Date(clock.now()));
    },

    async ExportUVMSSendRecords(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const { Format: format } = request;
      const rows = recordTable(deps, {
        filter: filterOf(deps, caller, request),
        masked: !seesNumbers(caller),
        language: caller.language,
        most: format === 'xlsx' ? MOST_SHEET_ROWS : Number.POSITIVE_INFINITY,
      });
      const at = new Date(clock.now());
      return sheetFile(`records-${formatDay(at.getTime())}`, format, rows, at);
    },

    async ListUVMSReceiptPushes(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      checkWholeAccount(caller, 'uvms:read');
      const limit = request.Limit ?? 50;
      const cursor = request.Cursor ?? '';
      const after = isUuid(cursor) ? cursor : uuidFloor(0);
      const dead = await pageDead(sql, { accountId: caller.accountId, after, limit: limit + 1 });
      const shown = dead.slice(0, limit);
      return {
        Data: shown.map((receipt) => ({
          SessionNo: receipt.sessionNo,
          EndTime: receipt.at.getTime(),
          Attempts: receipt.attempts,
          Last: attemptAnswer({ at: receipt.lastAt, status: receipt.status, error: receipt.error }),
        })),
        NextCursor: dead.length > limit ? (shown.at(-1)?.sessionNo ?? '') : '',
      };
    },

    async QueryUVMSReceiptPush(caller, { SessionNo: sessionNo, ProjectId: projectId }) {
      await checkProject(sql, caller, projectId);
      const { accountId } = caller;
      const projects = visibleProjects(caller, projectId);
      const message = isUuid(sessionNo)
        ? await findMessage(sql, { accountId, sessionNo, projects })
        : undefined;
      if (!message) throw new HeraldError('MESSAGE_NOT_FOUND', { sessionNo });
      const [[receipt], pushes] = await Promise.all([
        findReceipts(sql, accountId, [message.sessionNo]),
        listPushes(sql, accountId, message.sessionNo),
      ]);
      return {
        SessionNo: message.sessionNo,
        State: receipt?.pushState ?? 'none',
        Data: pushes.map((push) => ({ Attempt: push.attempt, ...attemptAnswer(push) })),
      };
    },

    async ResendUVMSReceipts(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      checkWholeAccount(caller, 'uvms:configure');
      const sessionNos = request.SessionNos?.filter(isUuid);
      const resent = await resendReceipts({ ...deps, vault }, { accountId: caller.accountId, sessionNos });
      return { Resent: resent };
    },

    async ListUVMSArchives() {
      const archives = await listArchives(sql);
      return {
        Data: archives.map((archive) => ({
          Month: archive.month,
          Source: archive.source,
          Rows: String(archive.rows),
          Bytes: String(archive.bytes),
          Sha256: archive.sha256,
          ArchiveTime: archive.archivedAt.getTime(),
          DropTime: archive.droppedAt?.getTime() ?? 0,
        })),
      };
    },

    DownloadUVMSArchive: (_caller, { Month: month, Source: source }) => readArchive(deps, { month, source }),
  };
}

const MOST_ROWS = 1000;
/** The key of what is beyond the rows of an answer. */
const REST = '*';
/** A moment of `2026-03-10` in Beijing, as the schema has let it through; 31 April is 1 May. */
function dayAt(text: string): number {
  const month = parseMonth(text.slice(0, 7));
  if (month === undefined) throw new HeraldError('STATISTICS_SPAN_INVALID', { mostDays: MOST_DAYS });
  return dayStart({ month, day: Number(text.slice(8)) });
}

/** In the order of their keys; where there are too many, those with the most messages, and the rest as one. */
function mostSent(counts: readonly Statistic[], most: number): Statistic[] {
  if (counts.length <= most) return [...counts];
  const bySent = [...counts].sort((a, b) => Number(b.sent - a.sent));
  return [...bySent.slice(0, most), bySent.slice(most).reduce(plus, nothingSent(REST))];
}

function countAnswer(count: Statistic) {
  const rate = complaintRate(count);
  return {
    Sent: Number(count.sent),
    Dialled: Number(count.dialled),
    Answered: Number(count.answered),
    Unknown: Number(count.unknown),
    AnswerRatio: answerRatio(count),
    AverageTalk: averageTalk(count),
    TalkSeconds: Math.round(Number(count.talkMs) / 1000),
    Cost: formatYuan(count.cost),
    Units: Number(count.units),
    Complaints: count.complaints,
    ...(rate === undefined ? {} : { Per10000: Number(rate.toFixed(2)) }),
  };
}

const attemptAnswer = (push: { at: Date | null; status: number | null; error: string | null }) => ({
  Time: push.at?.getTime() ?? 0,
  Status: push.status ?? 0,
  Error: push.error ?? '',
});
