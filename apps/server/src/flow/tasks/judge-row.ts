import type { TaskFault } from '@herald/contract';
import { writtenNumber } from '../../modules/tasks/index.ts';
import { CODE, checkValues, type Template, variableCount } from '../../modules/templates/index.ts';
import { numberFault } from '../../platform/attribution.ts';
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

const NONE: readonly CellFault[] = [];

/** Judges a row; a hundred thousand come one after another, so what is well costs as little as can be. */
export function judgeRow(row: SheetRow, template: Template, variables: number): JudgedRow {
  const odd = row.odd ? oddCells(row.odd, variables) : NONE;
  const oddAt = (column: number) => odd.some((one) => one.column === column);
  const number = oddAt(1) ? undefined : judgeNumber(row.cells[0] ?? '');

  const values: string[] = [];
  for (let at = 1; at < row.cells.length; at++) values.push((row.cells[at] ?? '').trim());
  while (values.length < variables) values.push('');
  const fault: CellFault | undefined =
    values.length > variables
      ? { column: variables + 2, fault: 'value-extra' }
      : judgeValues(template, values, variables);
  if (number?.e164 !== undefined && fault === undefined && odd.length === 0) {
    return { cells: [number.e164, ...values] };
  }
  const faults = [...odd];
  if (number && number.e164 === undefined) faults.push({ column: 1, fault: number.fault });
  if (fault && !oddAt(fault.column)) faults.push(fault);
  return { faults };
}

const oddCells = (odd: NonNullable<SheetRow['odd']>, variables: number): CellFault[] =>
  odd
    .filter(({ column }) => column <= variables)
    .map(({ column, why }) => ({ column: column + 1, fault: why }));

type JudgedNumber = { e164: string } | { e164?: undefined; fault: TaskFault };

function judgeNumber(text: string): JudgedNumber {
  const e164 = writtenNumber(text);
  if (e164 === undefined) return { fault: text.trim() === '' ? 'number-missing' : 'form' };
  const fault = numberFault(e164);
  return fault === undefined ? { e164 } : { fault };
}

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
