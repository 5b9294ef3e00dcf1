import type { CallTrunk } from '../../calling/index.ts';
import type { Trunk } from '../../modules/carriers/index.ts';

/** A trunk as the engine needs it. */
export function callTrunk({ trunkId, host, port, username, password, terms }: Trunk): CallTrunk {
  return {
    trunkId,
    host,
    port,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    terms,
  };
}
