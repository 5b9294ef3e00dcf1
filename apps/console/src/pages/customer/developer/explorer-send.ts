import { canonicalString, type Language } from '@herald/contract';

export interface Answer {
  /** JSON, made readable. */
  readonly text: string;
  readonly tookMs: number;
}

/** Signs a call with a key pair and sends it, as a program does: without the session. Says what came, an error too. */
export async function send(
  action: string,
  parameters: ReadonlyMap<string, string>,
  keys: { readonly publicKey: string; readonly privateKey: string },
  language: Language,
): Promise<Answer> {
  const all = new Map([...parameters, ['Action', action], ['PublicKey', keys.publicKey]]);
  const bytes = new TextEncoder().encode(canonicalString(all, keys.privateKey));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', bytes));
  all.set('Signature', Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''));
  const began = performance.now();
  try {
    const response = await fetch('/', {
      method: 'POST',
      credentials: 'omit',
      headers: { 'content-type': 'application/json', 'accept-language': language },
      body: JSON.stringify(Object.fromEntries(all)),
    });
    const text = JSON.stringify(await response.json(), null, 2);
    return { text, tookMs: Math.round(performance.now() - began) };
  } catch (error) {
    return { text: String(error), tookMs: Math.round(performance.now() - began) };
  }
}
