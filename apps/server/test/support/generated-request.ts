import type { Action } from '@herald/contract';

/** A field of a request schema, as far as a value for it can be made from it. */
export interface Field {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Field;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
}

/** The names of an Action's request fields. */
export function fieldsOf(action: Action): [name: string, field: Field][] {
  return Object.entries(action.request.properties as Record<string, Field>);
}

/**
 * A request that fits an Action's schema: what is given by name, and for other required fields an example or the least
 * that fits. Flat texts, as they go over the wire.
 */
export function requestFor(action: Action, given: Readonly<Record<string, unknown>>): Record<string, string> {
  const required = new Set<string>(action.request.required ?? []);
  const request: Record<string, string> = { Action: action.name };
  for (const [name, field] of fieldsOf(action)) {
    const value = Object.hasOwn(given, name) ? given[name] : required.has(name) ? sampleOf(field) : undefined;
    if (value === undefined) continue;
    if (Array.isArray(value))
      for (const [index, one] of value.entries()) request[`${name}.${index}`] = String(one);
    else if (field.type === 'array') request[`${name}.0`] = String(value);
    else request[name] = String(value);
  }
  return request;
}

function sampleOf(field: Field): unknown {
  if (field.examples?.[0] !== undefined) return field.examples[0];
  if (field.enum) return field.enum[0];
  switch (field.type) {
    case 'integer':
    case 'number':
      return field.minimum ?? 0;
    case 'boolean':
      return true;
    case 'array':
      return [field.items ? sampleOf(field.items) : ''];
    default:
      return 'x'.repeat(Math.max(1, field.minLength ?? 1));
  }
}
