import type { Probe, UserAgent } from '@herald/sip';
import type { Clock } from '../platform/clock.ts';
import { probeTargetOf } from './invitation.ts';
import type { ProbeChange, ProbedTrunk } from './types.ts';

/**
 * The trunks that an engine asks with OPTIONS. When to ask again and what the answers mean is the user agent's; here is
 * which there should be. One that is changed is asked anew.
 */
export function createProbes(
  agent: UserAgent,
  clock: Clock,
  tell: (change: ProbeChange) => void,
): (trunks: readonly ProbedTrunk[]) => void {
  const kept = new Map<string, { readonly terms: string; readonly probe: Probe }>();

  function begin({ trunk, everyMs }: ProbedTrunk, terms: string): void {
    const { trunkId } = trunk;
    const probe: Probe = agent.probe({
      target: probeTargetOf(trunk),
      everyMs,
      onChange({ state, status, reason }) {
        if (kept.get(trunkId)?.probe !== probe) return;
        tell({ trunkId, state, detail: `${status} ${reason}`, at: clock.now() });
      },
    });
    kept.set(trunkId, { terms, probe });
  }

  return (trunks) => {
    const wanted = new Map(trunks.map((one) => [one.trunk.trunkId, { one, terms: JSON.stringify(one) }]));
    for (const [trunkId, { terms, probe }] of kept) {
      if (wanted.get(trunkId)?.terms === terms) continue;
      probe.stop();
      kept.delete(trunkId);
    }
    for (const [trunkId, { one, terms }] of wanted) if (!kept.has(trunkId)) begin(one, terms);
  };
}
