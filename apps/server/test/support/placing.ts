import type { CallEngine } from '../../src/calling/index.ts';
import { createCallPlacer } from '../../src/flow/messages/place-call.ts';
import type { CallSettler } from '../../src/flow/messages/settle-calls.ts';
import type { SoundSupply } from '../../src/flow/templates/supply-sound.ts';
import type { ClaimedMessage } from '../../src/modules/messages/index.ts';
import { openDialPlan } from './dial-plan.ts';
import { runOut } from './manual-clock.ts';
import type { World } from './world.ts';

/** A node that places calls with the engine given: its lease, and `run`, which claims what is due and places it. */
export async function openPlacer(
  world: World,
  engine: CallEngine,
  more: {
    settler?: CallSettler;
    nodeId?: string;
    sounds?: SoundSupply;
    flows?: Parameters<typeof createCallPlacer>[0]['flows'];
    progress?: Parameters<typeof createCallPlacer>[0]['progress'];
    ended?: Parameters<typeof createCallPlacer>[0]['ended'];
  } = {},
) {
  const { hot, vault, clock, log } = world;
  const nodeId = more.nodeId ?? (await world.node());
  const place = createCallPlacer({
    sql: hot,
    vault,
    clock,
    log,
    nodeId,
    ringTimeoutMs: 45_000,
    engine,
    sounds: more.sounds ?? { ready: () => Promise.reject(new Error('no recorded sound is expected')) },
    flows: more.flows ?? {
      help: {
        helpFor: () => ({
          ask: () => Promise.reject(new Error('no flow is expected')),
          over: async () => {},
        }),
      },
      recordings: { keep: async () => new Map() },
    },
    dialPlan: openDialPlan(world),
    settler: more.settler ?? world.settler,
    ...(more.ended && { ended: more.ended }),
    progress: more.progress ?? (() => {}),
  });
  return {
    nodeId,
    place: (message: ClaimedMessage) => runOut(clock, place(message)),
    /** Claims everything that is due and places it; resolves when all of it is over or given back. */
    async run(): Promise<void> {
      const claimed = await world.claim(nodeId);
      await runOut(clock, Promise.all(claimed.map((message) => place(message))));
    },
  };
}
