import type { Static, TObject } from 'typebox';
import type { RetCodeName } from './herald-error.ts';
import type { CustomerPermission, OperatorPermission } from './permissions.ts';
import type { Words } from './words.ts';

/**
 * One Action: the single source for validation, TypeScript types, the OpenAPI document and the CLI.
 * Requests are flat: each property is a text, a number, a boolean, a choice, or an array of texts
 * (`TemplateParams.0`, `TemplateParams.1` … on the wire).
 */
export type Action = CustomerAction | OperatorAction | PersonAction | PublicAction;

interface Common {
  readonly name: string;
  readonly summary: Words;
  readonly request: TObject;
  /** Fields beside RetCode, Action and (on failure) Message. */
  readonly response: TObject;
  /** Errors of its own; those of the gateway and the request's form hold for every Action. */
  readonly errors: readonly RetCodeName[];
  /** 5.3: announced end of an Action, Unix seconds; answers then carry Deprecation and Sunset headers. */
  readonly deprecated?: { readonly since: number; readonly sunset: number };
  /**
   * `upload`: the parameters come in the query and a file in the body; `download`: the answer is a file; `events`: it is
   * a stream of Server-Sent Events.
   */
  readonly file?: 'upload' | 'download' | 'events';
}

/** Called for an account: by a key, an app, or a member who has logged in. */
export interface CustomerAction extends Common {
  readonly realm?: 'customer';
  readonly permission: CustomerPermission;
}

/** Called by the operator's staff, logged in. */
export interface OperatorAction extends Common {
  readonly realm: 'operator';
  readonly permission: OperatorPermission;
}

/** Called by anybody who has logged in, member or staff, about themselves: password, sessions. */
export interface PersonAction extends Common {
  readonly realm: 'person';
  readonly permission?: undefined;
}

/** Called by anybody: registering, logging in, what is published. */
export interface PublicAction extends Common {
  readonly realm: 'public';
  readonly permission?: undefined;
}

/** 5.3: an Action that ends is announced at least so long before. */
const SHORTEST_NOTICE_S = 7 * 86_400;

/**
 * Checks an Action's shape and keeps its literal name and schemas for the types below.
 * @throws RangeError when the Action would end sooner than seven days after that is announced (5.3)
 */
export function defineAction<const Definition extends Action>(definition: Definition): Definition {
  const { name, deprecated } = definition;
  if (deprecated && deprecated.sunset - deprecated.since < SHORTEST_NOTICE_S) {
    throw new RangeError(`5.3: ${name} must live for seven days after it is deprecated`);
  }
  return definition;
}

export type RequestOfAction<Definition extends Action> = Static<Definition['request']>;
export type ResponseOfAction<Definition extends Action> = Static<Definition['response']>;
