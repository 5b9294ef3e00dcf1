import { type RefObject, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** The page that was shown last since the document was loaded. */
let shown: string | undefined;

/** Whether the reader goes by keys. The browser no longer knows once what had the focus is gone. */
let byKeys = false;
addEventListener('keydown', () => (byKeys = true), true);
addEventListener('pointerdown', () => (byKeys = false), true);

/** The keyboard goes on from here; who uses it sees so. */
export function arriveAt(place: HTMLElement | null): void {
  if (!place) return;
  place.tabIndex = -1;
  place.toggleAttribute('data-by-keys', byKeys);
  place.focus({ preventScroll: true });
}

/**
 * Who has gone to another page is at its beginning, also with the keyboard (WCAG 2.4.3): what had the focus went with
 * the page before, or stands in a menu. A field that the page itself begins with keeps it, and so does a window over it.
 */
export function useArrival(main: RefObject<HTMLElement | null>): void {
  const { pathname, hash } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another page is arrived at
  useEffect(() => {
    const isAnother = shown !== undefined && shown !== pathname;
    shown = pathname;
    if (!isAnother || hash || document.activeElement?.closest('main, [role=dialog]')) return;
    arriveAt(main.current);
    scrollTo(0, 0);
  }, [pathname]);
}

/** A link to a place on a page leads there once the page has what it asked for. */
export function usePlace(busy: boolean): void {
  const { hash, key } = useLocation();
  const reached = useRef('');
  useEffect(() => {
    if (busy || !hash || reached.current === key) return;
    reached.current = key;
    const place = document.getElementById(hash.slice(1));
    arriveAt(place);
    place?.scrollIntoView({ block: 'nearest' });
  }, [busy, hash, key]);
}
