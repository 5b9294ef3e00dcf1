import { layers } from './layers.ts';
import { invalid, SIGNATURE, valid } from './messages.ts';

/** One of the 49 messages of RFC 4475. */
export interface TortureMessage {
  readonly section: string;
  readonly name: string;
  /** The heading of its section. */
  readonly title: string;
  readonly bytes: Uint8Array;
}

/** Headings in the order of the RFC. */
const HEADINGS = `
3.1.1.1 wsinv A Short Tortuous INVITE
3.1.1.2 intmeth Wide Range of Valid Characters
3.1.1.3 esc01 Valid Use of the % Escaping Mechanism
3.1.1.4 escnull Escaped Nulls in URIs
3.1.1.5 esc02 Use of % When It Is Not an Escape
3.1.1.6 lwsdisp Message with No LWS between Display Name and <
3.1.1.7 longreq Long Values in Header Fields
3.1.1.8 dblreq Extra Trailing Octets in a UDP Datagram
3.1.1.9 semiuri Semicolon-Separated Parameters in URI User Part
3.1.1.10 transports Varied and Unknown Transport Types
3.1.1.11 mpart01 Multipart MIME Message
3.1.1.12 unreason Unusual Reason Phrase
3.1.1.13 noreason Empty Reason Phrase
3.1.2.1 badinv01 Extraneous Header Field Separators
3.1.2.2 clerr Content Length Larger Than Message
3.1.2.3 ncl Negative Content-Length
3.1.2.4 scalar02 Request Scalar Fields with Overlarge Values
3.1.2.5 scalarlg Response Scalar Fields with Overlarge Values
3.1.2.6 quotbal Unterminated Quoted String in Display Name
3.1.2.7 ltgtruri <> Enclosing Request-URI
3.1.2.8 lwsruri Malformed SIP Request-URI (embedded LWS)
3.1.2.9 lwsstart Multiple SP Separating Request-Line Elements
3.1.2.10 trws SP Characters at End of Request-Line
3.1.2.11 escruri Escaped Headers in SIP Request-URI
3.1.2.12 baddate Invalid Time Zone in Date Header Field
3.1.2.13 regbadct Failure to Enclose name-addr URI in <>
3.1.2.14 badaspec Spaces within addr-spec
3.1.2.15 baddn Non-token Characters in Display Name
3.1.2.16 badvers Unknown Protocol Version
3.1.2.17 mismatch01 Start Line and CSeq Method Mismatch
3.1.2.18 mismatch02 Unknown Method with CSeq Method Mismatch
3.1.2.19 bigcode Overlarge Response Code
3.2.1 badbranch Missing Transaction Identifier
3.3.1 insuf Missing Required Header Fields
3.3.2 unkscm Request-URI with Unknown Scheme
3.3.3 novelsc Request-URI with Known but Atypical Scheme
3.3.4 unksm2 Unknown URI Schemes in Header Fields
3.3.5 bext01 Proxy-Require and Require
3.3.6 invut Unknown Content-Type
3.3.7 regaut01 Unknown Authorization Scheme
3.3.8 multi01 Multiple Values in Single Value Required Fields
3.3.9 mcl01 Multiple Content-Length Values
3.3.10 bcast 200 OK Response with Broadcast Via Header Field Value
3.3.11 zeromf Max-Forwards of Zero
3.3.12 cparam01 REGISTER with a Contact Header Parameter
3.3.13 cparam02 REGISTER with a url-parameter
3.3.14 regescrt REGISTER with a URL Escaped Header
3.3.15 sdp01 Unacceptable Accept Offering
3.4.1 inv2543 INVITE with RFC 2543 Syntax
`;

const texts: Readonly<Record<string, string>> = { ...valid, ...invalid, ...layers };

export const torture: readonly TortureMessage[] = HEADINGS.trim()
  .split('\n')
  .map((line) => {
    const [section = '', name = '', ...title] = line.split(' ');
    const text = texts[name];
    if (text === undefined) throw new Error(`no message ${name}`);
    return { section, name, title: title.join(' '), bytes: bytesOf(text) };
  });

/** LF is CRLF; the one part that is no text is put in. */
function bytesOf(text: string): Uint8Array {
  const [before = '', after] = text.replaceAll('\n', '\r\n').split('<DER>');
  const parts = after === undefined ? [before] : [before, SIGNATURE, after];
  return Uint8Array.from(Buffer.concat(parts.map((part) => Buffer.from(part))));
}
