import { Button, Flex, Input, Select } from 'antd';
import { useState } from 'react';
import { useLocation } from 'react-router';
import { Field } from '../../../components/field.tsx';
import type { Filters } from '../../../components/filters.ts';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import type { Choice } from './form-fields.tsx';

/** A filter of a list; one with choices counts at once, a text once it is searched for. */
export interface Filter {
  readonly name: string;
  readonly label: string;
  readonly choices?: readonly Choice[];
  readonly width?: number;
  /** The choice where the address names none; then there is no way to see all. */
  readonly byDefault?: string;
}

/** Filters above a list, kept in the address. */
export function FilterBar({ filters, of }: { filters: Filters; of: readonly Filter[] }) {
  const { search } = useLocation();
  return <Bar key={search} filters={filters} of={of} />;
}

function Bar({ filters, of }: { filters: Filters; of: readonly Filter[] }) {
  const common = useWords(COMMON);
  const texts = of.filter(({ choices }) => !choices);
  const [draft, setDraft] = useState(() =>
    Object.fromEntries(texts.map(({ name }) => [name, filters.get(name)])),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        filters.set(draft);
      }}
    >
      <Flex gap={12} wrap align="flex-end" style={{ marginBottom: 12 }}>
        {of.map(({ name, label, choices, width = 180, byDefault }) => (
          <Field key={name} label={label}>
            {choices ? (
              <Select
                aria-label={label}
                value={filters.get(name) || (byDefault ?? '')}
                onChange={(value: string) => filters.set({ [name]: value })}
                style={{ width }}
                options={[
                  ...(byDefault === undefined ? [{ value: '', label: common('all') }] : []),
                  ...choices.map((one) => ({ ...one, value: String(one.value) })),
                ]}
              />
            ) : (
              <Input
                value={draft[name] ?? ''}
                onChange={(event) => setDraft({ ...draft, [name]: event.target.value.trimStart() })}
                style={{ width }}
              />
            )}
          </Field>
        ))}
        {texts.length > 0 && (
          <Button type="primary" htmlType="submit">
            {common('search')}
          </Button>
        )}
      </Flex>
    </form>
  );
}
