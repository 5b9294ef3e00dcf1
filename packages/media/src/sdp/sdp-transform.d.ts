/** The part of sdp-transform that is used; every field of parsed text is as doubtful as the text. */
declare module 'sdp-transform' {
  export interface ConnectionLine {
    version?: number;
    ip?: string;
  }
  export interface CryptoLine {
    id?: number;
    suite?: string;
    config?: string;
    sessionConfig?: string;
  }
  export interface MediaLine {
    type?: string;
    port?: number;
    protocol?: string;
    payloads?: string;
    connection?: ConnectionLine;
    rtp?: { payload?: number; codec?: string; rate?: number }[];
    fmtp?: { payload?: number; config?: string }[];
    ptime?: number | string;
    maxptime?: number | string;
    crypto?: CryptoLine[];
    rtcp?: { port?: number; netType?: string; ipVer?: number; address?: string };
    rtcpMux?: string;
    direction?: string;
  }
  export interface SessionText {
    version?: number;
    origin?: {
      username: string;
      sessionId: string | number;
      sessionVersion: number;
      netType: string;
      ipVer: number;
      address: string;
    };
    name?: string;
    timing?: { start: number; stop: number };
    connection?: ConnectionLine;
    direction?: string;
    media: MediaLine[];
  }
  export function parse(text: string): SessionText;
  export function write(session: SessionText): string;
}
