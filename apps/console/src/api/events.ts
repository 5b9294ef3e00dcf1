/** One event of a stream (HTML Living Standard 9.2.6), of the fields that the service sends. */
export interface StreamEvent {
  readonly name: string;
  readonly data: string;
}

/** The whole events at the beginning of `text`, and what is left of it; comments, which keep a line open, are none. */
export function takeEvents(text: string): { events: StreamEvent[]; rest: string } {
  const blocks = text.replaceAll('\r\n', '\n').split('\n\n');
  const rest = blocks.pop() ?? '';
  const events = blocks
    .map((block) => {
      const fields = block.split('\n').map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')] as const;
      });
      const of = (wanted: string) => fields.filter(([field]) => field === wanted).map(([, value]) => value);
      return { name: of('event').at(-1) ?? 'message', data: of('data').join('\n') };
    })
    .filter(({ data }) => data !== '');
  return { events, rest };
}
