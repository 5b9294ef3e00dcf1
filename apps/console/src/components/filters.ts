import { useSearchParams } from 'react-router';

/** Filters of a list, kept in the address: a link shows what its sender saw. */
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
  const page = Math.max(1, Number(query.get('page')) || 1);
  const size = Math.min(100, Math.max(1, Number(query.get('size')) || defaultSize));
  const change = (changes: Readonly<Record<string, string>>) => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(changes)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    setQuery(next);
  };
  return {
    get: (name) => query.get(name) ?? '',
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
