import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { ConfigError } from './config-error.ts';

/** How the engine is reached by carriers, beside its address and ports. */
export interface LineSettings {
  transports: readonly ('udp' | 'tcp' | 'tls')[];
  /** What carriers are told instead of SIP_HOST. */
  advertisedHost: string | undefined;
  /** Networks (CIDR) whose requests are heard beside those of trunks. */
  trustedNetworks: readonly string[];
  /** Requests a second, all together, from addresses of no trunk that are told that they are forbidden. */
  strangerAnswers: number;
  /** A capture server that gets a copy of every SIP message. */
  homer: { address: string; port: number } | undefined;
  tls: { port: number; certificate: { cert: string; key: string } | undefined; ca: string | undefined };
}

const TRANSPORTS = ['udp', 'tcp', 'tls'] as const;

/**
 * @param trustedNetworks those of SIP_TRUSTED_NETWORKS
 * @throws ConfigError naming the first variable that cannot be used; certificates are read here
 */
export function readLineSettings(
  environment: NodeJS.ProcessEnv,
  sipHost: string,
  trustedNetworks: readonly string[],
): LineSettings {
  const text = (name: string) => environment[name]?.trim() || undefined;
  const cert = text('SIP_TLS_CERT');
  const key = text('SIP_TLS_KEY');
  if ((cert === undefined) !== (key === undefined)) {
    throw new ConfigError('SIP_TLS_CERT and SIP_TLS_KEY: both are expected, or neither');
  }
  return {
    transports: transports(text('SIP_TRANSPORTS') ?? 'udp'),
    advertisedHost: advertisedHost(text('SIP_ADVERTISED_HOST'), sipHost),
    trustedNetworks,
    strangerAnswers: strangerAnswers(text('SIP_STRANGER_ANSWERS') ?? '10'),
    homer: homer(text('HEP_SERVER')),
    tls: {
      port: port('SIP_TLS_PORT', text('SIP_TLS_PORT') ?? '5063'),
      certificate:
        cert === undefined || key === undefined
          ? undefined
          : { cert: pem('SIP_TLS_CERT', cert), key: pem('SIP_TLS_KEY', key) },
      ca: pemOf('SIP_TLS_CA', text('SIP_TLS_CA')),
    },
  };
}

/** The settings of the line as they were set: what the engine's process is to read again. */
export function lineEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const names = [
    'SIP_TRANSPORTS',
    'SIP_ADVERTISED_HOST',
    'SIP_STRANGER_ANSWERS',
    'SIP_TRUSTED_NETWORKS',
    'HEP_SERVER',
  ];
  const set = Object.entries(environment).filter(
    ([name]) => names.includes(name) || name.startsWith('SIP_TLS_'),
  );
  return Object.fromEntries(set.map(([name, value]) => [name, value ?? '']));
}

function transports(raw: string): LineSettings['transports'] {
  const names = [...new Set(raw.split(',').map((each) => each.trim().toLowerCase()))];
  return names.map((name) => {
    const known = TRANSPORTS.find((each) => each === name);
    if (!known)
      throw new ConfigError(`SIP_TRANSPORTS=${raw}: some of udp, tcp, tls, by commas, are expected`);
    return known;
  });
}

function advertisedHost(raw: string | undefined, sipHost: string): string | undefined {
  if (raw === undefined) return undefined;
  if (isIP(raw) === 0 || isIP(raw) !== isIP(sipHost) || /^[0.:]+$/.test(raw)) {
    throw new ConfigError(
      `SIP_ADVERTISED_HOST=${raw}: the IP address that carriers reach SIP_HOST=${sipHost} by, of the same kind, is expected`,
    );
  }
  return raw;
}

function homer(raw: string | undefined): LineSettings['homer'] {
  if (raw === undefined) return undefined;
  const [, bracketed, plain, port] = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+)):(\d{1,5})$/i.exec(raw) ?? [];
  const address = bracketed ?? plain ?? '';
  if (isIP(address) === 0 || Number(port) < 1 || Number(port) > 65_535) {
    throw new ConfigError(`HEP_SERVER=${raw}: an IP address and a port such as 10.0.0.9:9060 are expected`);
  }
  return { address, port: Number(port) };
}

function strangerAnswers(raw: string): number {
  if (/^\d{1,4}$/.test(raw) && Number(raw) <= 1000) return Number(raw);
  throw new ConfigError(`SIP_STRANGER_ANSWERS=${raw}: a whole number from 0 (no answer) to 1000 is expected`);
}

function port(name: string, raw: string): number {
  if (/^\d{1,5}$/.test(raw) && Number(raw) <= 65_535) return Number(raw);
  throw new ConfigError(`${name}=${raw}: a whole number from 0 to 65535 is expected`);
}

const pemOf = (name: string, path: string | undefined) => (path === undefined ? undefined : pem(name, path));

function pem(name: string, path: string): string {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError(`${name}=${path}: a file that can be read is expected`);
  }
  if (!text.includes('-----BEGIN ')) throw new ConfigError(`${name}=${path}: a file in PEM form is expected`);
  return text;
}
