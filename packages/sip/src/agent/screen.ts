import type { HeaderList } from '../api.ts';
import type { SipParseCode } from '../grammar/errors.ts';
import { header, headerList } from '../grammar/headers.ts';
import type { SipRequest } from '../grammar/message.ts';
import { ALLOW, SUPPORTED } from './core.ts';
import type { ReceivedRequest } from './server-transaction.ts';
import { hasMagicCookie } from './transaction-layer.ts';

/** A final response that ends the matter. */
export interface Refusal {
  readonly status: number;
  readonly reason?: string;
  readonly headers?: HeaderList;
}

/** Methods of the RFCs that this user agent knows and does not serve: 405. All others are unknown: 501. */
const KNOWN = new Set(['REGISTER', 'SUBSCRIBE', 'PUBLISH', 'MESSAGE']);
const ALLOWED = new Set(ALLOW.split(', '));

/**
 * The inspection of RFC 3261 8.2 for a request outside any dialog: method, extensions, content, in that order.
 * ACK and CANCEL are never screened (8.2.2.3).
 */
export function screen({ message, essentials }: ReceivedRequest): Refusal | undefined {
  const refusal = screenInDialog(message);
  if (refusal !== undefined) return refusal;
  // 8.1.1.8: the Contact of a request that can establish a dialog MUST be present; RFC 2543 did not ask for it.
  const modern = hasMagicCookie(essentials.via.branch);
  if (modern && message.method === 'INVITE' && header(message.headers, 'Contact') === undefined) {
    return { status: 400, reason: 'Contact missing' };
  }
  return undefined;
}

/** The same for a request inside a dialog. */
export function screenInDialog(request: SipRequest): Refusal | undefined {
  const { method, headers } = request;
  if (!ALLOWED.has(method)) return { status: KNOWN.has(method) ? 405 : 501, headers: [['Allow', ALLOW]] };
  if (header(headers, 'Require') !== undefined) {
    const understood = SUPPORTED.split(', ');
    const unsupported = safeList(request, 'Require')
      .filter((tag) => !understood.includes(tag.toLowerCase()))
      .join(', ');
    if (unsupported !== '') return { status: 420, headers: [['Unsupported', unsupported]] };
  }
  if (method !== 'INVITE' && method !== 'UPDATE') return undefined;
  // 20.1: the caller takes no SDP in return, and we have nothing else.
  if (!acceptsSdp(request)) return { status: 406 };
  if (request.body.length === 0) return undefined;
  const type = (header(headers, 'Content-Type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/sdp') return { status: 415, headers: [['Accept', 'application/sdp']] };
  const encoding = header(headers, 'Content-Encoding')?.toLowerCase();
  if (encoding !== undefined && encoding !== 'identity') {
    return { status: 415, headers: [['Accept-Encoding', 'identity']] };
  }
  return undefined;
}

function acceptsSdp(request: SipRequest): boolean {
  if (header(request.headers, 'Accept') === undefined) return true;
  const types = safeList(request, 'Accept').map((value) => (value.split(';')[0] ?? '').trim().toLowerCase());
  return types.some((type) => type === 'application/sdp' || type === 'application/*' || type === '*/*');
}

function safeList(request: SipRequest, name: string): string[] {
  try {
    return headerList(request.headers, name);
  } catch {
    return [header(request.headers, name) ?? ''];
  }
}

/** The status for a request whose required parts cannot be read. */
export function statusOfParseError(code: SipParseCode): number {
  if (code === 'scheme') return 416;
  if (code === 'version') return 505;
  return 400;
}
