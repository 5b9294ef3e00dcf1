/** One measured row: ours beside a floor from the same run. */
export interface Measurement {
  what: string;
  unit: string;
  floor: { name: string; value: number };
  ours: number;
  /** ours / floor is to reach this (or, for `atMost`, to stay under it). */
  target?: number;
  atMost?: boolean;
  /** Further numbers worth knowing. */
  notes?: string[];
}

const round = (value: number) => (value >= 100 ? Math.round(value).toString() : value.toFixed(2));

/** Prints one row; timing varies from machine to machine, the ratio much less. */
export function printMeasurement(row: Measurement): void {
  const ratio = row.ours / row.floor.value;
  const verdict =
    row.target === undefined
      ? ''
      : (row.atMost ? ratio <= row.target : ratio >= row.target)
        ? 'reached'
        : 'MISSED';
  const goal = row.target === undefined ? '' : ` (to reach: ${row.atMost ? '≤' : '≥'} ${row.target})`;
  process.stdout.write(
    [
      row.what,
      `  floor  ${round(row.floor.value).padStart(9)} ${row.unit}   ${row.floor.name}`,
      `  ours   ${round(row.ours).padStart(9)} ${row.unit}`,
      `  ratio  ${ratio.toFixed(2).padStart(9)}${goal} ${verdict}`,
      ...(row.notes ?? []).map((note) => `  · ${note}`),
      '',
      '',
    ].join('\n'),
  );
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
