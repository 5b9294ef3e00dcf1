import type { Static, TObject } from 'typebox';
import type { RetCodeName } from './herald-error.ts';
import type { Words } from './words.ts';

/** What a member or key must hold to call an Action. */
export type Permission = 'uvms:send' | 'uvms:read' | 'uvms:configure' | 'billing:read';

/**
 * One Action: the single source for validation, TypeScript types, the OpenAPI document and the CLI.
 * Requests are flat: each property is a text, a number, a boolean, a choice, or an array of texts
 * (`TemplateParams.0`, `TemplateParams.1` … on the wire).
 */
export interface Action {
  readonly name: string;
  readonly summary: Words;
  readonly request: TObject;
  /** Fields beside RetCode, Action and (on failure) Message. */
  readonly response: TObject;
  readonly permission: Permission;
  /** Errors of its own; those of the gateway and the request's form hold for every Action. */
  readonly errors: readonly RetCodeName[];
  /** 5.3: announced end of an Action, Unix seconds; answers then carry Deprecation and Sunset headers. */
  readonly deprecated?: { readonly since: number; readonly sunset: number };
}

/** Checks an Action's shape and keeps its literal name and schemas for the types below. */
export function defineAction<const Definition extends Action>(definition: Definition): Definition {
  return definition;
}

export type RequestOfAction<Definition extends Action> = Static<Definition['request']>;
export type ResponseOfAction<Definition extends Action> = Static<Definition['response']>;
