/** What the environment says. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly rtpPorts: { readonly min: number; readonly max: number };
  readonly heardDir: string;
}

/**
 * Reads SANDBOX_HOST (default 127.0.0.1), SANDBOX_SIP_PORT (5070), SANDBOX_RTP_PORTS (40000-44999) and HEARD_DIR
 * (data/heard).
 * @throws Error with words for whoever set them
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  return {
    host: env.SANDBOX_HOST || '127.0.0.1',
    port: portOf('SANDBOX_SIP_PORT', env.SANDBOX_SIP_PORT || '5070'),
    rtpPorts: rangeOf(env.SANDBOX_RTP_PORTS || '40000-44999'),
    heardDir: env.HEARD_DIR || 'data/heard',
  };
}

function portOf(name: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new Error(`${name} is a port from 0 to 65535, not "${text}"`);
  return port;
}

function rangeOf(text: string): { min: number; max: number } {
  const [min, max, ...more] = text
    .split('-')
    .map((end) => portOf('each end of SANDBOX_RTP_PORTS', end.trim()));
  if (min === undefined || max === undefined || more.length > 0 || min > max) {
    throw new Error(`SANDBOX_RTP_PORTS is a range like 40000-44999, not "${text}"`);
  }
  return { min, max };
}
