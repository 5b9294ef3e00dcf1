import { useLayoutEffect } from 'react';
import getScrollBarSize from './scroll-bar-size.ts';

/** How many windows lie over the page. */
let locks = 0;

/**
 * Keeps the page still behind a window, in place of @rc-component/portal’s own: by properties of the body, and without
 * the style sheet that the Content-Security-Policy refuses.
 */
export default function useScrollLocker(lock?: boolean): void {
  useLayoutEffect(() => {
    if (!lock) return;
    const { style } = document.body;
    if (locks++ === 0) {
      const isOverflowing = document.body.scrollHeight > window.innerHeight;
      style.width = isOverflowing ? `calc(100% - ${getScrollBarSize().width}px)` : '';
      style.overflowY = 'hidden';
    }
    return () => {
      if (--locks > 0) return;
      style.width = '';
      style.overflowY = '';
    };
  }, [lock]);
}
