/**
 * One value of each row as a PostgreSQL array literal (8.15.6), for statements that unnest a batch. The driver does the
 * same with two regular expressions an element, which, at fifty columns a message, was felt where messages are accepted.
 * To be a parameter with its cast, as every value: `${column(rows, (row) => row.name)}::text[]`.
 */
export function column<Row>(
  rows: readonly Row[],
  pick: (row: Row) => string | number | bigint | null,
): string {
  let literal = '{';
  for (let at = 0; at < rows.length; at++) {
    const value = pick(rows[at] as Row);
    if (at > 0) literal += ',';
    if (value === null) literal += 'NULL';
    else if (typeof value === 'string') literal += `"${escaped(value)}"`;
    else literal += value;
  }
  return `${literal}}`;
}

function escaped(text: string): string {
  if (!text.includes('"') && !text.includes('\\')) return text;
  return text.replace(/["\\]/g, '\\$&');
}
