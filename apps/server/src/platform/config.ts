import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import { ConfigError } from './config-error.ts';
import { type FrequencySettings, readFrequency } from './frequency-settings.ts';
import { type Limits, readLimits } from './limit-settings.ts';
import { type LineSettings, readLineSettings } from './line-settings.ts';
import type { OidcSettings } from './oidc.ts';

export { ConfigError };

/** Everything an operator can set, read once at start. One row each in docs/operations.md. */
export interface Config {
  host: string;
  port: number;
  dataDir: string;
  databaseUrl: string | undefined;
  masterKey: string | undefined;
  /** NODE_ENV=production. */
  production: boolean;
  /** Who is invited as the first administrator. */
  adminEmail: string | undefined;
  /** Where members and staff may log in beside here. */
  oidc: {
    customer: OidcSettings | undefined;
    operator: OidcSettings | undefined;
    /** Whether somebody whom the customers’ provider vouches for gets an account. */
    opensAccounts: boolean;
  };
  /** Whether the web console is built and served. */
  console: boolean;
  logLevel: 'debug' | 'info' | 'warn' | 'error';
  nodeLeaseMs: number;
  shutdownGraceMs: number;
  pushAllowNetworks: readonly string[];
  trustedProxies: readonly string[];
  /** Who may read `/metrics`; nobody where it is empty. */
  metricsNetworks: readonly string[];
  publicUrl: string | undefined;
  /** Who runs this service, as letters and texts name them. */
  operatorName: string;
  /** Where customers transfer money to; absent: bank transfer is not offered. */
  bankAccount: string | undefined;
  /** Where mails go; without a server they are files under `dataDir`. */
  mail: { from: string; smtp: { url: string; requireTls: boolean } | undefined };
  /** The operator's own SMS service. */
  smsHook: { url: string; secret: string } | undefined;
  /** Where uploaded files are kept; undefined: under `dataDir`. */
  filesS3: { url: string; region: string; accessKeyId: string; secretAccessKey: string } | undefined;
  engine: {
    sipHost: string;
    sipPort: number;
    rtpPorts: string;
    capacity: number;
    /** 0: the thread of the calls carries their sound. */
    mediaThreads: number;
    /** Whether each answered call is listened to for who answered. */
    answerDetection: boolean;
    line: LineSettings;
  };
  /** How often one customer may ring one callee. */
  frequency: FrequencySettings;
  /** How long each kind of data is kept, days. */
  retention: Readonly<
    Record<'callees' | 'recordings' | 'tasks' | 'records' | 'complaints' | 'sign-ins' | 'materials', number>
  >;
  /** Every limit and period beside. */
  limits: Limits;
  voice: VoiceSettings;
  sandbox: { enabled: boolean; host: string; sipPort: number; rtpPorts: string };
}

/** Who speaks; the languages are those of the prompts. */
export type VoiceSettings =
  | { kind: 'espeak' }
  | {
      kind: 'sherpa';
      voices: Record<'zh' | 'en', { model: string; speaker: number }>;
      threads: number;
    }
  | {
      kind: 'http';
      url: string;
      key: string | undefined;
      model: string;
      voices: Record<'zh' | 'en', string>;
      format: 'wav' | 'pcm';
      timeoutMs: number;
      concurrency: number;
    };

/**
 * Reads the configuration from the environment.
 * @throws ConfigError naming the first variable that cannot be used
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const text = (name: string, fallback: string) => environment[name]?.trim() || fallback;

  const integer = (name: string, fallback: number, min: number, max: number): number => {
    const raw = text(name, String(fallback));
    const value = Number(raw);
    if (!/^\d+$/.test(raw) || value < min || value > max) {
      throw new ConfigError(`${name}=${raw}: a whole number from ${min} to ${max} is expected`);
    }
    return value;
  };

  const oneOf = <Choice extends string>(
    name: string,
    choices: readonly Choice[],
    fallback: Choice,
  ): Choice => {
    const raw = text(name, fallback);
    const choice = choices.find((candidate) => candidate === raw);
    if (!choice) throw new ConfigError(`${name}=${raw}: one of ${choices.join(', ')} is expected`);
    return choice;
  };

  const portRange = (name: string, fallback: string): string => {
    const raw = text(name, fallback);
    const [low, high] = raw.split('-').map(Number);
    if (!/^\d+-\d+$/.test(raw) || !low || !high || low >= high || high > 65_535) {
      throw new ConfigError(`${name}=${raw}: a range such as ${fallback} is expected`);
    }
    return raw;
  };

  const networks = (name: string): string[] => {
    const list = text(name, '')
      .split(',')
      .map((network) => network.trim())
      .filter((network) => network !== '');
    for (const network of list) {
      if (!ipaddr.isValidCIDR(network)) {
        throw new ConfigError(`${name}: ${network} is no network such as 10.0.0.0/8 or fd00::/8`);
      }
    }
    return list;
  };

  const voice = (): VoiceSettings => {
    const kind = oneOf('VOICE', ['espeak', 'sherpa', 'http'], 'espeak');
    if (kind === 'espeak') return { kind };
    if (kind === 'sherpa') {
      const model = text('VOICE_MODEL_DIR', '');
      if (model === '') {
        throw new ConfigError('VOICE_MODEL_DIR: VOICE=sherpa needs the folder of a sherpa-onnx TTS model');
      }
      return {
        kind,
        voices: {
          zh: { model: resolve(model), speaker: integer('VOICE_SPEAKER', 0, 0, 9999) },
          en: {
            model: resolve(text('VOICE_MODEL_DIR_EN', model)),
            speaker: integer('VOICE_SPEAKER_EN', 0, 0, 9999),
          },
        },
        threads: integer('VOICE_THREADS', 1, 1, 64),
      };
    }
    const name = text('VOICE_NAME', 'alloy');
    return {
      kind,
      url: speechUrl(text('VOICE_URL', '')),
      key: environment.VOICE_KEY?.trim() || undefined,
      model: text('VOICE_MODEL', 'tts-1'),
      voices: { zh: name, en: text('VOICE_NAME_EN', name) },
      format: oneOf('VOICE_FORMAT', ['wav', 'pcm'], 'wav'),
      timeoutMs: integer('VOICE_TIMEOUT_MS', 10_000, 500, 30_000),
      concurrency: integer('VOICE_CONCURRENCY', 4, 1, 64),
    };
  };

  const databaseUrl = environment.DATABASE_URL?.trim() || undefined;
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new ConfigError('DATABASE_URL: an address such as postgres://user@host:5432/herald is expected');
  }

  const adminEmail = environment.ADMIN_EMAIL?.trim() || undefined;
  if (adminEmail && !/^[^\s@]+@[^\s@]+$/.test(adminEmail)) {
    throw new ConfigError(`ADMIN_EMAIL=${adminEmail}: an address such as admin@example.com is expected`);
  }

  const publicUrl = environment.PUBLIC_URL?.trim() || undefined;
  if (publicUrl && !/^https?:\/\/[^/?#\s]+$/.test(publicUrl)) {
    throw new ConfigError(
      `PUBLIC_URL=${publicUrl}: an address such as https://voice.example.com, without a path, is expected`,
    );
  }

  const smtpUrl = environment.SMTP_URL?.trim() || undefined;
  if (smtpUrl && !/^smtps?:\/\/[^/?#\s]+$/.test(smtpUrl)) {
    throw new ConfigError(
      'SMTP_URL: an address such as smtp://user:password@mail.example.com:587 is expected',
    );
  }
  const mailFrom = text('MAIL_FROM', smtpUrl ? '' : 'Herald <herald@localhost>');
  if (mailFrom === '') {
    throw new ConfigError(
      'MAIL_FROM is needed with SMTP_URL: from whom mails are, Herald <no-reply@example.com> say',
    );
  }
  if (!/^(?:[^<>\p{Cc}]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/u.test(mailFrom)) {
    throw new ConfigError(
      `MAIL_FROM=${mailFrom}: the address that mails are from, such as Herald <no-reply@example.com>, is expected`,
    );
  }
  const smsHookUrl = environment.SMS_HOOK_URL?.trim() || undefined;
  const smsHookSecret = environment.SMS_HOOK_SECRET?.trim() ?? '';
  if (smsHookUrl && !/^https?:\/\/[^@\s]+$/.test(smsHookUrl)) {
    throw new ConfigError('SMS_HOOK_URL: an address such as https://sms.example.com/send is expected');
  }
  if (smsHookUrl && smsHookSecret.length < 16) {
    throw new ConfigError(
      'SMS_HOOK_SECRET: at least 16 characters, by which SMS_HOOK_URL knows us, are expected',
    );
  }

  const filesS3Url = text('FILES_S3_URL', '') || undefined;
  if (filesS3Url && !/^https?:\/\/[^?#\s]+$/.test(filesS3Url)) {
    throw new ConfigError(
      `FILES_S3_URL=${filesS3Url}: the address of a bucket such as https://s3.example.com/herald is expected`,
    );
  }
  const filesS3 = filesS3Url && {
    url: filesS3Url,
    region: text('FILES_S3_REGION', 'us-east-1'),
    accessKeyId: environment.FILES_S3_KEY_ID?.trim() ?? '',
    secretAccessKey: environment.FILES_S3_SECRET?.trim() ?? '',
  };
  if (filesS3 && (filesS3.accessKeyId === '' || filesS3.secretAccessKey === '')) {
    throw new ConfigError('FILES_S3_URL is set: FILES_S3_KEY_ID and FILES_S3_SECRET are expected with it');
  }

  const oidc = (
    prefix: string,
    issuer: string,
    clientId: string,
    clientSecret: string,
  ): OidcSettings | undefined => {
    if (issuer === '') return undefined;
    if (!/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])\S+$/.test(issuer)) {
      throw new ConfigError(
        `${prefix}_ISSUER=${issuer}: an address such as https://login.example.com is expected`,
      );
    }
    if (!clientId || !clientSecret || !publicUrl) {
      throw new ConfigError(
        `${prefix}_ISSUER needs ${prefix}_CLIENT_ID, ${prefix}_CLIENT_SECRET and PUBLIC_URL beside it`,
      );
    }
    return { issuer, clientId, clientSecret };
  };

  const sipHost = text('SIP_HOST', '127.0.0.1');
  const limits = readLimits(environment);

  return {
    host: text('HOST', '127.0.0.1'),
    port: integer('PORT', 8080, 0, 65_535),
    dataDir: resolve(text('DATA_DIR', './data')),
    databaseUrl,
    masterKey: environment.HERALD_MASTER_KEY?.trim() || undefined,
    production: text('NODE_ENV', '') === 'production',
    adminEmail,
    oidc: {
      customer: oidc(
        'OIDC',
        text('OIDC_ISSUER', ''),
        text('OIDC_CLIENT_ID', ''),
        text('OIDC_CLIENT_SECRET', ''),
      ),
      operator: oidc(
        'OIDC_STAFF',
        text('OIDC_STAFF_ISSUER', ''),
        text('OIDC_STAFF_CLIENT_ID', ''),
        text('OIDC_STAFF_CLIENT_SECRET', ''),
      ),
      opensAccounts: oneOf('OIDC_OPENS_ACCOUNTS', ['on', 'off'], 'off') === 'on',
    },
    console: oneOf('CONSOLE', ['on', 'off'], 'on') === 'on',
    logLevel: oneOf('LOG_LEVEL', ['debug', 'info', 'warn', 'error'], 'info'),
    nodeLeaseMs: integer('NODE_LEASE_MS', 10_000, 1000, 600_000),
    shutdownGraceMs: integer('SHUTDOWN_GRACE_MS', 5000, 0, 600_000),
    pushAllowNetworks: networks('PUSH_ALLOW_NETWORKS'),
    trustedProxies: networks('TRUSTED_PROXIES'),
    metricsNetworks: networks('METRICS_NETWORKS'),
    publicUrl,
    operatorName: text('OPERATOR_NAME', '传话 Herald'),
    bankAccount: environment.BANK_ACCOUNT?.trim() || undefined,
    mail: {
      from: mailFrom,
      smtp: smtpUrl
        ? { url: smtpUrl, requireTls: oneOf('SMTP_TLS', ['required', 'off'], 'required') === 'required' }
        : undefined,
    },
    smsHook: smsHookUrl ? { url: smsHookUrl, secret: smsHookSecret } : undefined,
    filesS3: filesS3 || undefined,
    engine: {
      sipHost,
      sipPort: integer('SIP_PORT', 5062, 0, 65_535),
      rtpPorts: portRange('RTP_PORTS', '20000-29999'),
      capacity: integer('ENGINE_CAPACITY', 500, 1, 100_000),
      mediaThreads: integer('MEDIA_THREADS', mediaThreadsFor(availableParallelism()), 0, 32),
      answerDetection: oneOf('ANSWER_DETECTION', ['on', 'off'], 'on') === 'on',
      line: readLineSettings(environment, sipHost, networks('SIP_TRUSTED_NETWORKS')),
    },
    frequency: readFrequency(limits),
    retention: {
      callees: integer('RETENTION_CALLEE_DAYS', 200, 2, 3650),
      recordings: integer('RETENTION_RECORDING_DAYS', 90, 1, 3650),
      tasks: integer('RETENTION_TASK_DAYS', 183, 7, 3650),
      // What can be asked for reaches back half a year, and a message may take two months.
      records: integer('RETENTION_RECORD_DAYS', 250, 250, 3650),
      complaints: integer('RETENTION_COMPLAINT_DAYS', 1095, 90, 3650),
      'sign-ins': integer('RETENTION_SIGN_IN_DAYS', 90, 1, 3650),
      materials: integer('RETENTION_MATERIAL_DAYS', 1095, 30, 3650),
    },
    limits,
    voice: voice(),
    sandbox: {
      enabled: oneOf('SANDBOX', ['on', 'off'], 'on') === 'on',
      host: '127.0.0.1',
      sipPort: integer('SANDBOX_SIP_PORT', 5070, 0, 65_535),
      rtpPorts: portRange('SANDBOX_RTP_PORTS', '40000-44999'),
    },
  };
}

/** A thread carries some 2,000 calls: more than a few have nothing to do, and on few cores they only take turns. */
const mediaThreadsFor = (cores: number): number => (cores < 4 ? 0 : Math.min(4, Math.floor(cores / 2)));

/** The address is not repeated: it may hold a key. */
function speechUrl(raw: string): string {
  const url = URL.canParse(raw) ? new URL(raw) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new ConfigError(
      'VOICE_URL: VOICE=http needs an address such as https://speech.example.com/v1/audio/speech, with the key in VOICE_KEY',
    );
  }
  return raw;
}

/** The settings of the voice as they were set: what the engine's process is to read again. */
export function voiceEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const set = Object.entries(environment).filter(([name]) => /^VOICE(_|$)/.test(name));
  return Object.fromEntries(set.map(([name, value]) => [name, value ?? '']));
}
