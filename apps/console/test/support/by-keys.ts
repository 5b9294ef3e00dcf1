import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Stops that a page has at most. */
const STOPS = 120;
/** What has to be told apart from its ground without letters to read (WCAG 1.4.11). */
const CONTRAST = 3;

interface Mark {
  readonly where: string;
  /** The colour that says where the keyboard is, and what it lies on; none where the browser draws its own ring. */
  readonly colour?: string;
  readonly ground?: string;
  readonly kind: 'own' | 'outline' | 'ring' | 'none';
}

/**
 * In the page: how the focus is shown where it is. Fields are ringed by what stands around them, and what takes the
 * focus of a whole page shows it at its heading.
 */
const MARK = `(() => {
  const held = document.activeElement;
  const where = held.tagName + ' ' + (held.getAttribute('aria-label') ?? held.textContent ?? '').slice(0, 40);
  // The stops within a player are the browser's own, and out of sight of scripts.
  if (held.matches('audio')) return { where, kind: 'own' };
  const ground = (from) => {
    for (let one = from; one; one = one.parentElement) {
      const { backgroundColor } = getComputedStyle(one);
      if (!/, 0\\)$/.test(backgroundColor)) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const marked = held.matches('main') ? held.querySelector('h1') : held;
  for (let one = marked, up = 0; one && up < 4; one = one.parentElement, up++) {
    const style = getComputedStyle(one);
    if (up === 0 && style.outlineStyle === 'auto') return { where, kind: 'own' };
    const behind = ground(one.parentElement);
    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
      return { where, kind: 'outline', colour: style.outlineColor, ground: behind };
    if (/ 2px$/.test(style.boxShadow))
      return { where, kind: 'ring', colour: style.borderTopColor, ground: behind };
  }
  return { where, kind: 'none' };
})()`;

/** A page that is used by the keyboard alone: wherever it is, one sees where. */
export interface ByKeys {
  /** Presses Tab, or another key, until the focus is there; it is seen at every stop. */
  reach(place: Locator, key?: 'Tab' | 'Shift+Tab'): Promise<void>;
  /** The focus is there, or within it, and is seen. */
  isAt(place: Locator): Promise<void>;
}

export function byKeys(page: Page): ByKeys {
  const held = page.locator(':focus');

  async function seen(): Promise<void> {
    // Rings come up in some frames.
    await expect.poll(() => page.evaluate<Mark>(MARK), { timeout: 5_000 }).toSatisfy(isSeen);
  }

  return {
    async reach(place, key = 'Tab') {
      for (let stop = 0; stop < STOPS; stop++) {
        await page.keyboard.press(key);
        // Behind the last stop the browser begins anew from the document.
        if (await page.evaluate<boolean>('document.activeElement === document.body')) continue;
        await seen();
        if ((await place.and(held).count()) > 0) return;
      }
      expect.fail(`the keyboard does not come to ${place}`);
    },
    async isAt(place) {
      await place.and(held).or(place.locator(held)).first().waitFor();
      await seen();
    },
  };
}

function isSeen({ kind, colour = '', ground = '' }: Mark): boolean {
  return kind === 'own' || (kind !== 'none' && contrast(colour, ground) >= CONTRAST);
}

/** Of two colours as a browser computes them (WCAG 2.1, contrast ratio). */
function contrast(one: string, other: string): number {
  const [a = 0, b = 0] = [luminance(one), luminance(other)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
