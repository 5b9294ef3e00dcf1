import { Button, Flex } from 'antd';
import { useState } from 'react';
import { COMMON } from '../words/common.ts';
import { useWords } from '../words/language.ts';

/** Where a list that is read from a mark on stands: the marks of the pages before it, and its own. */
export interface Leafing {
  readonly after: number;
  readonly marks: readonly number[];
  go(marks: readonly number[]): void;
}

/** Leafs through a list whose pages begin behind a mark; back at its beginning when `of` is another. */
export function useLeafing(of: string): Leafing {
  const [place, setPlace] = useState<{ of: string; marks: readonly number[] }>({ of, marks: [] });
  const marks = place.of === of ? place.marks : [];
  return { after: marks.at(-1) ?? 0, marks, go: (next) => setPlace({ of, marks: next }) };
}

/** Page before and page after; `next` is the mark behind the last row where more follow. */
export function LeafButtons({ leafing, next }: { leafing: Leafing; next: number | undefined }) {
  const say = useWords(COMMON);
  const { marks, go } = leafing;
  if (marks.length === 0 && next === undefined) return null;
  return (
    <Flex justify="flex-end" gap={8} style={{ marginTop: 12 }}>
      <Button size="small" disabled={marks.length === 0} onClick={() => go(marks.slice(0, -1))}>
        {say('previous')}
      </Button>
      <Button
        size="small"
        disabled={next === undefined}
        onClick={() => next !== undefined && go([...marks, next])}
      >
        {say('next')}
      </Button>
    </Flex>
  );
}
