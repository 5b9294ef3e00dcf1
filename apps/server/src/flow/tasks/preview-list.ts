import { HeraldError, type TaskListProblem } from '@herald/contract';
import { isHeading } from '../../modules/tasks/index.ts';
import { findTemplates } from '../../modules/templates/index.ts';
import type { SheetRow } from '../../platform/xlsx-reader.ts';
import { readFile } from '../files/read-file.ts';
import type { FileDeps } from '../files/store-file.ts';
import { type CellFault, judgeRow, variablesOf } from './judge-row.ts';
import { ListUnusable, readList } from './read-list.ts';

/** How a list begins. */
export interface ListBeginning {
  /** Columns that the template wants. */
  columns: number;
  /** Empty where there is none. */
  heading: string[];
  rows: { line: number; cells: string[]; faults: readonly CellFault[] }[];
  /** Why none of it can be used. */
  problem: TaskListProblem | undefined;
}

export interface ListPreviewer {
  /**
   * The first rows of an uploaded list, each judged as the import will judge it. Nothing is written.
   * @throws HeraldError FILE_NOT_FOUND, TEMPLATE_NOT_FOUND, LIST_PREVIEW_BUSY
   */
  preview(file: { accountId: string; fileId: string; templateId: string }): Promise<ListBeginning>;
}

const MOST_ROWS = 8;
/** Of a cell, so that no answer is long. */
const MOST_SIGNS = 200;
/** A small workbook can unpack to a great deal, so few are read at a time: of one account, and in all. */
const MOST_OF_ACCOUNT = 2;
const MOST_AT_ONCE = 4;

export function createListPreviewer(deps: Pick<FileDeps, 'sql' | 'vault' | 'files'>): ListPreviewer {
  const reading: string[] = [];
  return {
    async preview({ accountId, fileId, templateId }) {
      const [template] = await findTemplates(deps.sql, [{ accountId, templateId }]);
      if (!template) throw new HeraldError('TEMPLATE_NOT_FOUND', { templateId });
      const mine = reading.filter((one) => one === accountId).length;
      if (mine >= MOST_OF_ACCOUNT || reading.length >= MOST_AT_ONCE)
        throw new HeraldError('LIST_PREVIEW_BUSY');
      reading.push(accountId);
      try {
        const found = await firstRows(deps, accountId, fileId);
        const variables = variablesOf(template);
        const shown = (cells: readonly string[]) =>
          cells.slice(0, variables + 2).map((cell) => cell.slice(0, MOST_SIGNS));
        return {
          problem: found.problem,
          columns: variables + 1,
          heading: shown(found.heading),
          rows: found.rows.map((row) => {
            const cells = shown(row.cells); // as they are written: what judges them rewrites them
            const judged = judgeRow(row, template, variables);
            return { line: row.line, cells, faults: 'faults' in judged ? judged.faults : [] };
          }),
        };
      } finally {
        reading.splice(reading.indexOf(accountId), 1);
      }
    },
  };
}

async function firstRows(deps: Pick<FileDeps, 'sql' | 'vault' | 'files'>, accountId: string, fileId: string) {
  const open = () =>
    readFile(deps, { accountId, fileId }, ({ kind }) => {
      if (kind !== 'list') throw new HeraldError('FILE_NOT_FOUND', { fileId });
    });
  const { type } = await open();
  const rows: SheetRow[] = [];
  let problem: TaskListProblem | undefined;
  try {
    // A heading goes beside the rows.
    for await (const part of readList(type === 'xlsx' ? 'xlsx' : 'csv', async () => (await open()).content)) {
      rows.push(...part.slice(0, MOST_ROWS + 1 - rows.length));
      if (rows.length > MOST_ROWS) break;
    }
  } catch (error) {
    if (!(error instanceof ListUnusable)) throw error;
    problem = error.problem;
  }
  const heading = rows[0] && isHeading(rows[0].cells) ? rows.shift()?.cells : undefined;
  if (rows.length === 0) problem ??= 'empty';
  return { heading: heading ?? [], rows: rows.slice(0, MOST_ROWS), problem };
}
