import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, type Dispatcher, request } from 'undici';

/**
 * Requests to addresses that customers name. Never reaches the platform's own network: the name is resolved here,
 * every address it leads to is judged, and the connection goes to the judged address (no second look-up that could
 * answer otherwise). No redirects; time and size are bounded.
 */
export interface OutboundHttp {
  /** Never rejects: what went wrong is in `error`. `text` is the beginning of the answer's body, where asked for. */
  post(
    url: string,
    body: string,
    headers: Record<string, string>,
  ): Promise<{ status?: number; text?: string; error?: string }>;
  close(): Promise<void>;
}

/** Why a URL cannot be a target, or undefined when it can be one as far as its text tells. */
export type UrlFault = 'not-a-url' | 'scheme' | 'credentials' | 'private-address';

const TIMEOUT_MS = 5000;
const MOST_BYTES = 64 * 1024;
/** Of an answer's body, this much is given to the caller. */
const TEXT_BYTES = 1024;

/**
 * Judges a URL before it is stored. A name is judged at each request, since what it leads to may change.
 * @param allow networks (CIDR) that may be reached although they are not public
 */
export function judgeUrl(text: string, allow: readonly string[]): UrlFault | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'not-a-url';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'scheme';
  if (url.username !== '' || url.password !== '') return 'credentials';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !mayReach(host, allow)) return 'private-address';
  if (host === 'localhost' && !mayReach('127.0.0.1', allow)) return 'private-address';
  return undefined;
}

/** Whether an address is on the public internet, or in a network that the operator allows. */
export function mayReach(address: string, allow: readonly string[]): boolean {
  const parsed = ipaddr.process(address); // an IPv4 address inside IPv6 counts as the IPv4 address
  const allowed = allow.some((network) => {
    const [base, bits] = ipaddr.parseCIDR(network);
    return base.kind() === parsed.kind() && parsed.match(base, bits);
  });
  return allowed || parsed.range() === 'unicast';
}

/**
 * @param options.allow networks (CIDR) that may be reached although they are not public
 * @param options.timeoutMs for each of: connecting, the answer's head, the next part of its body; twice that in all
 * @param options.lookup resolves names; the system's by default
 * @param options.readText whether answers carry the first kilobyte of their body
 */
export function createOutboundHttp(options: {
  allow: readonly string[];
  timeoutMs?: number;
  lookup?: LookupFunction;
  readText?: boolean;
}): OutboundHttp {
  const { allow, timeoutMs = TIMEOUT_MS, lookup = systemLookup as LookupFunction } = options;
  const agent = new Agent({
    connect: {
      timeout: timeoutMs,
      lookup(hostname, lookupOptions, callback) {
        lookup(hostname, { ...lookupOptions, all: true }, (error, found) => {
          if (error) return callback(error, []);
          const addresses = Array.isArray(found) ? found : [];
          // One address that may not be reached condemns the name: it is how a name is made to lead astray.
          if (addresses.length === 0 || !addresses.every(({ address }) => mayReach(address, allow))) {
            return callback(new Error(`${hostname} leads to an address that may not be reached`), []);
          }
          return callback(null, addresses);
        });
      },
    },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: MOST_BYTES,
    connections: 16,
    keepAliveTimeout: 10_000,
  });
  return {
    async post(url, body, headers) {
      try {
        const fault = judgeUrl(url, allow);
        if (fault) return { error: `the URL may not be reached: ${fault}` };
        const answer = await request(url, {
          method: 'POST',
          body,
          headers: { ...headers, 'user-agent': 'Herald' },
          dispatcher: agent,
          signal: AbortSignal.timeout(2 * timeoutMs),
        });
        // The status is the answer. A body that is too long or never ends is not waited for, and takes nothing back.
        const text = await beginning(answer.body);
        return { status: answer.statusCode, ...(options.readText ? { text } : {}) };
      } catch (error) {
        return { error: error instanceof Error ? error.message.slice(0, 300) : 'failed' };
      }
    },
    close: () => agent.destroy(),
  };
}

/** The first bytes of a body as text; the rest is read away, so that the connection can be used again. */
async function beginning(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      if (bytes < TEXT_BYTES) chunks.push(chunk.subarray(0, TEXT_BYTES - bytes));
      bytes += chunk.length;
      if (bytes > MOST_BYTES) break;
    }
  } catch {
    // What had come by then counts.
  }
  return Buffer.concat(chunks).toString('utf8');
}
