import type { TaskFault } from '@herald/contract';
import { CODE, checkValues, type Template, variableCount } from '../../modules/templates/index.ts';
import { numberFault } from '../../platform/attribution.ts';
import { writtenNumber } from '../../platform/written-number.ts';
import type { SheetRow } from '../../platform/xlsx-reader.ts';

/** What is wrong with one cell; columns count from 1. */
export interface CellFault {
  column: number;
  fault: TaskFault;
}

/**
 * A row that can be sent, as far as it can be told before: a number that can be, in E.164, and behind it values that may
 * be spoken.
 */
export type JudgedRow = { cells: string[] } | { faults: CellFault[] };

/** How many variables a template has, told once for all its rows. */
export const variablesOf = (template: Template): number => variableCount(template.content);

/**
 * Judges a row; a hundred thousand come one after another, so what is well costs as little as can be: its cells become
 * what they are judged as.
 */
export function judgeRow({ cells, odd }: SheetRow, template: Template, variables: number): JudgedRow {
  const number = writtenNumber(cells[0] ?? '');
  const numberIs = number === undefined ? 'form' : numberFault(number);
  for (let at = 1; at < cells.length; at++) cells[at] = (cells[at] ?? '').trim();
  while (cells.length <= variables) cells.push('');
  const valueIs: CellFault | undefined =
    cells.length > variables + 1
      ? { column: variables + 2, fault: 'value-extra' }
      : judgeValues(template, cells.slice(1), variables);
  if (number !== undefined && numberIs === undefined && valueIs === undefined && !odd) {
    cells[0] = number;
    return { cells };
  }
  const faults = odd ? oddCells(odd, variables) : [];
  const isOdd = (column: number) => faults.some((one) => one.column === column);
  if (numberIs !== undefined && !isOdd(1)) {
    faults.push({ column: 1, fault: cells[0]?.trim() ? numberIs : 'number-missing' });
  }
  if (valueIs && !isOdd(valueIs.column)) faults.push(valueIs);
  return faults.length > 0 || number === undefined ? { faults } : { cells: [number, ...cells.slice(1)] };
}

const oddCells = (odd: NonNullable<SheetRow['odd']>, variables: number): CellFault[] =>
  odd
    .filter(({ column }) => column <= variables)
    .map(({ column, why }) => ({ column: column + 1, fault: why }));

function judgeValues(
  template: Template,
  values: readonly string[],
  variables: number,
): CellFault | undefined {
  const missing = values.indexOf('');
  if (missing !== -1) return { column: missing + 2, fault: 'value-missing' };
  const verdict = checkValues(template, values, variables);
  if (verdict.ok || verdict.error === 'TEMPLATE_PARAMS_COUNT') return undefined;
  if (template.purpose === CODE || verdict.error === 'CODE_VALUE_INVALID') {
    return { column: verdict.index + 1, fault: 'code' };
  }
  return { column: verdict.index + 1, fault: verdict.why === 'empty' ? 'value-missing' : verdict.why };
}
