import { useState } from 'react';
import { useSearchParams } from 'react-router';

/**
 * Filters of a list, kept in the address: a link shows what its sender saw. Not so `phone`: addresses stay in histories
 * and in the logs of proxies, where no telephone number belongs.
 */
export interface Filters {
  /** Empty where it is not set. */
  get(name: string): string;
  /** Sets some, takes out those that are empty, and goes back to the first page. */
  set(changes: Readonly<Record<string, string>>): void;
  /** For requests: `Page` from 0, `NumPerPage`. */
  readonly paging: { readonly Page: number; readonly NumPerPage: number };
  /** For a table whose answer holds `total`. */
  pagination(total: number): {
    current: number;
    pageSize: number;
    total: number;
    showSizeChanger: boolean;
    hideOnSinglePage: boolean;
    onChange(page: number, size: number): void;
  };
}

export function useFilters(defaultSize = 20): Filters {
  const [query, setQuery] = useSearchParams();
  const [phone, setPhone] = useState('');
  const page = Math.max(1, Number(query.get('page')) || 1);
  const size = Math.min(100, Math.max(1, Number(query.get('size')) || defaultSize));
  const change = (changes: Readonly<Record<string, string>>) => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(changes)) {
      if (name === 'phone') setPhone(value);
      else if (value === '') next.delete(name);
      else next.set(name, value);
    }
    setQuery(next);
  };
  return {
    get: (name) => (name === 'phone' ? phone : (query.get(name) ?? '')),
    set: (changes) => change({ ...changes, page: '' }),
    paging: { Page: page - 1, NumPerPage: size },
    pagination: (total) => ({
      current: page,
      pageSize: size,
      total,
      showSizeChanger: total > 20,
      hideOnSinglePage: total <= 20,
      onChange: (next, nextSize) =>
        change({ page: String(next), size: nextSize === defaultSize ? '' : String(nextSize) }),
    }),
  };
}

/** What is written into the fields of a search: what was searched for, until it is changed. */
export function useDraft<Name extends string>(
  filters: Filters,
  names: readonly Name[],
): readonly [Readonly<Record<Name, string>>, (name: Name, value: string) => void] {
  const searched = Object.fromEntries(names.map((name) => [name, filters.get(name)])) as Record<Name, string>;
  const of = JSON.stringify(searched);
  const [written, setWritten] = useState({ of, values: searched });
  const values = written.of === of ? written.values : searched;
  return [values, (name, value) => setWritten({ of, values: { ...values, [name]: value } })];
}
