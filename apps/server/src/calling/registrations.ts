import type { Registration, RegistrationStatus, UserAgent } from '@herald/sip';
import type { Clock } from '../platform/clock.ts';
import { registrationOf } from './invitation.ts';
import type { CallTrunk, RegistrationChange } from './types.ts';

interface Kept {
  /** The trunk as it was when it was registered at: a change of it is another registration. */
  readonly terms: string;
  registration?: Registration | undefined;
}

/**
 * The registrations of an engine. Refreshes and further tries after a failure are the user agent's; here is which
 * there should be. One that is changed is removed before it is made anew, so that the old binding does not outlive it.
 */
export function createRegistrations(
  agent: UserAgent,
  clock: Clock,
  tell: (change: RegistrationChange) => void,
): (trunks: readonly CallTrunk[]) => void {
  const kept = new Map<string, Kept>();
  const leaving = new Map<string, Promise<void>>();

  function begin(trunk: CallTrunk, mine: Kept): void {
    const { trunkId } = trunk;
    if (kept.get(trunkId) !== mine) return;
    const options = registrationOf(trunk);
    if (options === undefined) return;
    const onChange = (status: RegistrationStatus) => {
      if (kept.get(trunkId) !== mine || status.state === 'stopped') return;
      const detail = status.state === 'failed' ? `${status.status} ${status.reason}` : '';
      tell({ trunkId, state: status.state, detail, at: clock.now() });
    };
    try {
      mine.registration = agent.register({ ...options, onChange });
    } catch (error) {
      // A URI that cannot be read: nothing will mend it but another setting.
      const detail = error instanceof Error ? error.message : String(error);
      tell({ trunkId, state: 'failed', detail, at: clock.now() });
    }
  }

  function end(trunkId: string): void {
    const { registration } = kept.get(trunkId) ?? {};
    kept.delete(trunkId);
    if (registration === undefined) return;
    const left = registration.stop().finally(() => {
      if (leaving.get(trunkId) === left) leaving.delete(trunkId);
    });
    leaving.set(trunkId, left);
  }

  return (trunks) => {
    const wanted = new Map(trunks.map((trunk) => [trunk.trunkId, JSON.stringify(trunk)]));
    for (const [trunkId, { terms }] of kept) if (wanted.get(trunkId) !== terms) end(trunkId);
    for (const trunk of trunks) {
      const { trunkId } = trunk;
      if (kept.has(trunkId)) continue;
      const mine: Kept = { terms: wanted.get(trunkId) ?? '' };
      kept.set(trunkId, mine);
      const left = leaving.get(trunkId);
      if (left === undefined) begin(trunk, mine);
      else void left.then(() => begin(trunk, mine));
    }
  };
}
