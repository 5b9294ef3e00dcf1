import type { Action, Words } from '@herald/contract';

/** One parameter of an Action, as a form asks for it. */
export interface Field {
  readonly name: string;
  readonly words: Words;
  readonly required: boolean;
  readonly isList: boolean;
  /** Where only some texts are possible. */
  readonly choices: readonly string[] | undefined;
}

/** What is read of a field's JSON Schema. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly words?: Words;
}

export function fieldsOf(action: Action): Field[] {
  const { properties, required = [] } = action.request as {
    properties: Record<string, Schema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    words: schema.words ?? { zh: '', en: '' },
    required: required.includes(name),
    isList: schema.type === 'array',
    choices: schema.type === 'boolean' ? ['true', 'false'] : schema.enum?.map(String),
  }));
}

/** What was filled in as the flat texts that are signed: `TemplateParams.0`, one for each line of a list. */
export function flatParameters(
  fields: readonly Field[],
  values: Readonly<Record<string, string>>,
): Map<string, string> {
  const flat = new Map<string, string>();
  for (const { name, isList } of fields) {
    const value = values[name] ?? '';
    if (value === '') continue;
    if (!isList) flat.set(name, value);
    else for (const [index, line] of value.split('\n').entries()) flat.set(`${name}.${index}`, line);
  }
  return flat;
}
