import type { PasswordHasher } from '../../modules/identities/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import type { Jobs } from '../../platform/jobs.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import type { Random } from '../../platform/random.ts';
import type { Vault } from '../../platform/vault.ts';

/** What the flows about people who log in work with. */
export interface PeopleDeps extends InviteDeps {
  readonly passwords: PasswordHasher;
  readonly limits: Limits;
}

/** The same for those that set no password. */
export interface InviteDeps {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly random: Random;
  newId(): string;
  readonly jobs: Jobs;
  /** Where the console is reached from outside, e.g. `https://voice.example.com`. */
  readonly publicUrl?: string | undefined;
}

/** A link for a mail; where nobody has said how the console is reached, the token alone. */
export function mailedLink({ publicUrl }: InviteDeps, page: string, token: string): string {
  // After the #: what a browser does not send, no proxy logs.
  return publicUrl === undefined ? token : `${publicUrl}/console/${page}#token=${token}`;
}
