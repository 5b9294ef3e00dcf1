/** What the sandbox carrier does, by the last four digits of the number that is rung. */
export const CALLEES = ['0200', '0486', '0480', '0603', '0201', '4701', '8520'] as const;
export type Callee = (typeof CALLEES)[number];

/** A number for it that was not rung a moment ago: a callee takes one message of a kind a minute. */
export function sandboxNumber(callee: Callee): string {
  const [between = 0] = crypto.getRandomValues(new Uint16Array(1));
  return `+86138${String(between % 10_000).padStart(4, '0')}${callee}`;
}
