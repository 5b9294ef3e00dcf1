export { createManualClock, type ManualClock } from './manual-clock.ts';
export { createMemoryNetwork, type MemoryNetwork, type MemoryNetworkOptions } from './memory-network.ts';
export { createScriptedPeer, type ScriptedPeer } from './scripted-peer.ts';
export { createSeededRandom, type SeededRandom } from './seeded-random.ts';
export { createZoneResolver, type Zone, type ZoneResolver } from './zone.ts';
