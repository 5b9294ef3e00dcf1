import {
  explain,
  isReceiptReason,
  type Language,
  RET_CODES,
  type RetCodeName,
  receiptOf,
  TASK_FAULTS,
  TASK_ROW_STATES,
} from '@herald/contract';
import { faultsAfter, type StoredTask } from '../../modules/tasks/index.ts';
import { findTemplates, variableCount } from '../../modules/templates/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';
import type { Rows } from '../files/sheet-file.ts';
import { type ListRow, listRows, type RowFilter } from './list-rows.ts';

interface ExportDeps {
  sql: Sql;
  vault: Vault;
  clock: Clock;
}

/** Rows held at once, however long the list. */
const AT_ONCE = 1000;

/** The rows of a task and what became of them. */
export async function* rowTable(
  { sql, vault }: ExportDeps,
  task: StoredTask,
  filter: RowFilter,
  language: Language,
): Rows {
  const [template] = await findTemplates(sql, [task]);
  const variables = template ? variableCount(template.content) : 0;
  const zh = language === 'zh';
  const values = Array.from({ length: variables }, (_, index) => `{${index + 1}}`);
  const more = zh
    ? ['行号', '状态', '原因', '呼叫次数', '消息编号']
    : ['Line', 'State', 'Reason', 'Calls', 'SessionNo'];
  yield [[zh ? '号码' : 'Number', ...values, ...more]];
  for (let after = 0; ; ) {
    const rows = await listRows({ sql, vault }, task, { ...filter, after, limit: AT_ONCE });
    yield rows.map((row) => {
      const cells = [...row.cells];
      while (cells.length < variables + 1) cells.push('');
      const { line, state, attempts, sessionNo } = row;
      const told = [TASK_ROW_STATES[state][language], reasonOf(row, language)];
      return [...cells, String(line), ...told, String(attempts), sessionNo ?? ''];
    });
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) return;
    after = last.line;
  }
}

/** What is wrong with a list, a line each. */
export async function* faultTable({ sql }: ExportDeps, task: StoredTask, language: Language): Rows {
  yield [language === 'zh' ? ['行', '列', '问题'] : ['Line', 'Column', 'What is wrong']];
  for (let after = { line: 0, column: 0 }; ; ) {
    const faults = await faultsAfter(sql, task, after, AT_ONCE);
    yield faults.map(({ line, column, fault }) => [
      String(line),
      String(column),
      TASK_FAULTS[fault][language],
    ]);
    const last = faults.at(-1);
    if (!last || faults.length < AT_ONCE) return;
    after = last;
  }
}

const DUPLICATE = { zh: '号码与前面的行重复', en: 'The number came before in the list' };

/** Why a row is where it is, in words; empty where there is nothing to say. */
export function reasonOf({ reason }: Pick<ListRow, 'reason'>, language: Language): string {
  if (reason === '') return '';
  if (reason === 'duplicate') return DUPLICATE[language];
  if (isReceiptReason(reason)) return receiptOf(reason)[language];
  if (!Object.hasOwn(RET_CODES, reason)) return reason;
  // The first sentence tells what happened; the details of each row are not kept.
  const text = explain(RET_CODES[reason as RetCodeName].code, language).split(/(?<=[。.])\s*/)[0] ?? reason;
  return text.includes('{') ? reason : text;
}

const EXAMPLE_NUMBER = '+8613800000200';

/** A sample list for a template: what to fill in, and one row as an example. */
export async function* sampleTable(content: string, isCode: boolean, language: Language): Rows {
  const zh = language === 'zh';
  const variables = Array.from({ length: variableCount(content) }, (_, index) => index + 1);
  yield [
    [zh ? '号码' : 'Number', ...variables.map((nth) => `{${nth}}`)],
    [
      EXAMPLE_NUMBER,
      ...variables.map((nth) => (isCode ? '123456' : zh ? `变量${nth}的内容` : `value ${nth}`)),
    ],
  ];
}
