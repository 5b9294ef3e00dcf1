import { createPublicKey, verify } from 'node:crypto';
import {
  type ChainHead,
  chainHash,
  chainsWithoutHead,
  headText,
  listHeads,
  NOTHING_BEFORE,
  readChain,
} from '../../modules/audit/index.ts';
import type { Sql } from '../../platform/db.ts';
import type { Vault } from '../../platform/vault.ts';

/** What is wrong with a chain, and from which row on. */
export interface ChainFault {
  accountId: string;
  seq: number;
  fault: 'changed' | 'missing' | 'head' | 'signature' | 'no-head';
}

/** Faults that are told; their number is told whole. */
const MOST_FAULTS = 100;
const AT_ONCE = 1000;

/**
 * Reads every chain from its first row to its signed head (4.2.11). Of a chain the first fault is told: what follows a
 * changed row proves nothing.
 */
export async function verifyAudit(deps: {
  sql: Sql;
  vault: Vault;
}): Promise<{ chains: number; rows: number; total: number; faults: ChainFault[] }> {
  const { sql } = deps;
  const faults: ChainFault[] = (await chainsWithoutHead(sql, MOST_FAULTS)).map((accountId) => ({
    accountId,
    seq: 0,
    fault: 'no-head',
  }));
  let chains = 0;
  let rows = 0;
  let after: string | undefined;
  for (;;) {
    const heads = await listHeads(sql, after, AT_ONCE);
    for (const head of heads) {
      const chain = await verifyChain(deps, head);
      chains += 1;
      rows += chain.rows;
      if (chain.fault) faults.push(chain.fault);
    }
    after = heads.at(-1)?.accountId;
    if (heads.length < AT_ONCE) break;
  }
  return { chains, rows, total: faults.length, faults: faults.slice(0, MOST_FAULTS) };
}

/** Rows that are added while it reads are beyond the head that it began with. */
async function verifyChain(
  { sql, vault }: { sql: Sql; vault: Vault },
  head: ChainHead,
): Promise<{ rows: number; fault?: ChainFault }> {
  const { accountId } = head;
  let before: Buffer = NOTHING_BEFORE;
  let seq = 0;
  const at = (fault: ChainFault['fault'], where: number) => ({
    rows: seq,
    fault: { accountId, seq: where, fault },
  });
  while (seq < head.seq) {
    const limit = Math.min(AT_ONCE, head.seq - seq);
    const rows = await readChain(sql, { accountId, afterSeq: seq, limit });
    for (const row of rows) {
      if (row.seq !== seq + 1) return at('missing', seq + 1);
      const hash = chainHash(before, row);
      if (!hash.equals(row.hash)) return at('changed', row.seq);
      before = hash;
      seq += 1;
    }
    if (rows.length < limit) return at('missing', seq + 1);
  }
  if (!before.equals(head.hash)) return at('head', head.seq);
  const key = vault.verificationKeys.get(head.keyId);
  if (!key || !signedBy(key, headText(head), head.signature)) return at('signature', head.seq);
  return { rows: seq };
}

/** @param key raw Ed25519 public key */
export function signedBy(key: Uint8Array, text: string, signature: Uint8Array): boolean {
  const x = Buffer.from(key).toString('base64url');
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(text), publicKey, signature);
}
