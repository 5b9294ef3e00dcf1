import { Button, Flex, Input, Select } from 'antd';
import { COMMON } from '../words/common.ts';
import { useWords } from '../words/language.ts';
import { Field } from './field.tsx';
import { type Filters, useDraft } from './filters.ts';
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

/** Filters above a list. */
export function FilterBar({ filters, of }: { filters: Filters; of: readonly Filter[] }) {
  const common = useWords(COMMON);
  const texts = of.filter(({ choices }) => !choices).map(({ name }) => name);
  const [draft, write] = useDraft(filters, texts);
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
                onChange={(event) => write(name, event.target.value.trimStart())}
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
