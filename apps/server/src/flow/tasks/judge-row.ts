import type { TaskFault } from '@herald/contract';
import { writtenNumber } from '../../modules/tasks/index.ts';
import { CODE, checkValues, type Template, variableCount } from '../../modules/templates/index.ts';
import { attribute } from '../../platform/attribution.ts';
import type { SheetRow } from '../../platform/xlsx-reader.ts';

/** What is wrong with one cell; columns count from 1. */
export interface CellFault {
  column: number;
  fault: TaskFault;
}

/** A row that can be sent, as far as it can be told before: a number that can be, and values that may be spoken. */
export type JudgedRow = { calledNumber: string; values: string[] } | { faults: CellFault[] };

/** How many variables a template has, told once for all its rows. */
export const variablesOf = (template: Template): number => variableCount(template.content);

export function judgeRow(row: SheetRow, template: Template, variables: number): JudgedRow {
  const faults: CellFault[] = (row.odd ?? [])
    .filter(({ column }) => column <= variables)
    .map(({ column, why }) => ({ column: column + 1, fault: why }));
  const oddAt = (column: number) => faults.some((one) => one.column === column);
  const number = oddAt(1) ? undefined : judgeNumber(row.cells[0] ?? '');
  if (number && 'fault' in number) faults.push({ column: 1, fault: number.fault });

  const values = row.cells.slice(1).map((value) => value.trim());
  while (values.length < variables) values.push('');
  if (values.length > variables) faults.push({ column: variables + 2, fault: 'value-extra' });
  else {
    const fault = judgeValues(template, values);
    if (fault && !oddAt(fault.column)) faults.push(fault);
  }
  if (faults.length > 0 || !number || 'fault' in number) return { faults };
  return { calledNumber: number.e164, values };
}

function judgeNumber(text: string): { e164: string } | { fault: TaskFault } {
  if (text.trim() === '') return { fault: 'number-missing' };
  const e164 = writtenNumber(text);
  if (e164 === undefined) return { fault: 'form' };
  const attributed = attribute(e164);
  return attributed.ok ? { e164 } : { fault: attributed.why };
}

function judgeValues(template: Template, values: readonly string[]): CellFault | undefined {
  const missing = values.indexOf('');
  if (missing !== -1) return { column: missing + 2, fault: 'value-missing' };
  const verdict = checkValues(template, values);
  if (verdict.ok || verdict.error === 'TEMPLATE_PARAMS_COUNT') return undefined;
  if (template.purpose === CODE || verdict.error === 'CODE_VALUE_INVALID') {
    return { column: verdict.index + 1, fault: 'code' };
  }
  return { column: verdict.index + 1, fault: verdict.why === 'empty' ? 'value-missing' : verdict.why };
}
