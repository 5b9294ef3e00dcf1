import type { Language } from '@herald/contract';
import { useSyncExternalStore } from 'react';

/** What a reader has chosen, kept in this browser. */
export interface Preferences {
  readonly language: Language;
  /** `auto` follows the system. */
  readonly theme: 'auto' | 'light' | 'dark';
  /** The project chosen last, by account. */
  readonly projects: Readonly<Record<string, string>>;
}

const KEY = 'herald-console';
const listeners = new Set<() => void>();
let current = read();

function read(): Preferences {
  // Chinese first: English for those whose browser asks for it before anything else.
  const language = navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh';
  const initial: Preferences = { language, theme: 'auto', projects: {} };
  try {
    return { ...initial, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) };
  } catch {
    return initial;
  }
}

export function preferences(): Preferences {
  return current;
}

export function setPreferences(changes: Partial<Preferences>): void {
  current = { ...current, ...changes };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A browser that keeps nothing: the choice holds for this visit.
  }
  for (const listener of listeners) listener();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, preferences);
}
