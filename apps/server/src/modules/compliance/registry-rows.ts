import { writtenNumber } from '../../platform/written-number.ts';

/** Registries that one list may have. */
export const MOST_REGISTRIES = 20;

const MAINLAND = /^\+86(?:1[3-9]\d{9}|10\d{8}|[2-9]\d{8,10})$/;
const ABROAD = /^\+(?!86)[1-9]\d{6,14}$/;

/** The number of a row of a registry's file, as E.164: its first cell, ended by a comma, a tab or a semicolon. */
export function registryNumber([first = '']: readonly string[]): string | undefined {
  const number = writtenNumber(first.replace(/[\t;].*$/s, '').trim());
  return number !== undefined && (MAINLAND.test(number) || ABROAD.test(number)) ? number : undefined;
}

/** Whether a first row names the columns. */
export const isRegistryHeader = ([first = '']: readonly string[]): boolean => !/\d/.test(first);
