/** One measured row: ours beside a floor from the same run. */
export interface Measurement {
  what: string;
  unit: string;
  floor: { name: string; value: number };
  ours: number;
  /** What ours is to reach: a share of the floor, or a value of its own. */
  target: { ratioAtLeast: number } | { ratioAtMost: number } | { below: number };
  /** Further numbers worth knowing. */
  notes?: string[];
}

const round = (value: number) => (value >= 100 ? Math.round(value).toString() : value.toFixed(2));

/** Prints one row; timing varies from machine to machine, the ratio much less. */
export function printMeasurement(row: Measurement): void {
  const { target, ours, floor } = row;
  const ratio = ours / floor.value;
  const [reached, goal] =
    'below' in target
      ? [ours < target.below, `to stay under: ${target.below} ${row.unit}`]
      : 'ratioAtMost' in target
        ? [ratio <= target.ratioAtMost, `to reach: ≤ ${target.ratioAtMost}`]
        : [ratio >= target.ratioAtLeast, `to reach: ≥ ${target.ratioAtLeast}`];
  const verdict = ` (${goal}) ${reached ? 'reached' : 'MISSED'}`;
  process.stdout.write(
    [
      row.what,
      `  floor  ${round(floor.value).padStart(9)} ${row.unit}   ${floor.name}`,
      `  ours   ${round(ours).padStart(9)} ${row.unit}${'below' in target ? verdict : ''}`,
      `  ratio  ${ratio.toFixed(2).padStart(9)}${'below' in target ? '' : verdict}`,
      ...(row.notes ?? []).map((note) => `  · ${note}`),
      '',
      '',
    ].join('\n'),
  );
}

/** The row cannot be measured on this machine; that is no failure. */
export function printSkipped(what: string, why: string): void {
  process.stdout.write(`${what}\n  skipped: ${why}\n\n`);
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The smallest value that `share` (0..1) of all do not exceed; NaN of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
