import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CARRIER } from '../../../../packages/sip/test/support/certificates.ts';
import { DEFAULT_LIMITS } from '../../src/modules/quotas/index.ts';
import { ConfigError, readConfig, voiceEnvironment } from '../../src/platform/config.ts';
import { SHIPPED_LIMITS } from '../../src/platform/limit-settings.ts';
import { lineEnvironment } from '../../src/platform/line-settings.ts';

describe('what is set', () => {
  test('product: without any setting everything has a value', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      databaseUrl: undefined,
      masterKey: undefined,
      logLevel: 'info',
      pushAllowNetworks: [],
      sandbox: { enabled: true },
      frequency: { 1: DEFAULT_LIMITS, 2: DEFAULT_LIMITS },
    });
    expect(readConfig({}).dataDir).toMatch(/^\/.*\/data$/);
  });

  test.each([
    ['HOST', '0.0.0.0', { host: '0.0.0.0' }],
    ['PORT', '0', { port: 0 }],
    ['PORT', ' 9090 ', { port: 9090 }],
    ['PORT', '', { port: 8080 }],
    ['DATA_DIR', '/srv/herald', { dataDir: '/srv/herald' }],
    ['DATABASE_URL', 'postgres://u@h/d', { databaseUrl: 'postgres://u@h/d' }],
    ['DATABASE_URL', 'postgresql://u@h/d', { databaseUrl: 'postgresql://u@h/d' }],
    ['HERALD_MASTER_KEY', 'ab'.repeat(32), { masterKey: 'ab'.repeat(32) }],
    ['LOG_LEVEL', 'debug', { logLevel: 'debug' }],
    ['REQUESTS_PER_SECOND', '5', { limits: { ...SHIPPED_LIMITS, requestsPerSecond: 5 } }],
    ['NODE_LEASE_MS', '1000', { nodeLeaseMs: 1000 }],
    ['SHUTDOWN_GRACE_MS', '0', { shutdownGraceMs: 0 }],
    ['TRUSTED_PROXIES', '192.0.2.1/32', { trustedProxies: ['192.0.2.1/32'] }],
    ['PUBLIC_URL', 'https://voice.example.com', { publicUrl: 'https://voice.example.com' }],
    ['PUSH_ALLOW_NETWORKS', '10.0.0.0/8, fd00::/8,', { pushAllowNetworks: ['10.0.0.0/8', 'fd00::/8'] }],
    [
      'CALLEE_LIMITS_NOTICES',
      ' 3/60  9/86400',
      {
        frequency: {
          1: DEFAULT_LIMITS,
          2: [
            { count: 3, spanMs: 60_000 },
            { count: 9, spanMs: 86_400_000 },
          ],
        },
      },
    ],
    [
      'MAIL_FROM',
      'Herald 传话 <a@b.example>',
      { mail: { from: 'Herald 传话 <a@b.example>', smtp: undefined } },
    ],
    ['SMS_HOOK_URL', '', { smsHook: undefined }],
    ['SIP_HOST', '10.0.0.1', { engine: { sipHost: '10.0.0.1' } }],
    ['SIP_PORT', '5099', { engine: { sipPort: 5099 } }],
    ['RTP_PORTS', '30000-30999', { engine: { rtpPorts: '30000-30999' } }],
    ['ENGINE_CAPACITY', '7', { engine: { capacity: 7 } }],
    ['MEDIA_THREADS', '2', { engine: { mediaThreads: 2 } }],
    ['ANSWER_DETECTION', 'off', { engine: { answerDetection: false } }],
    ['SANDBOX', 'off', { sandbox: { enabled: false } }],
    ['SANDBOX_SIP_PORT', '0', { sandbox: { sipPort: 0 } }],
    ['SANDBOX_RTP_PORTS', '1-2', { sandbox: { rtpPorts: '1-2' } }],
  ])('product: %s=%s is taken', (name, value, expected) => {
    expect(readConfig({ [name]: value })).toMatchObject(expected);
  });
});

describe('the line', () => {
  test('product: UDP alone and the address itself, unless told otherwise', () => {
    expect(readConfig({}).engine.line).toEqual({
      transports: ['udp'],
      advertisedHost: undefined,
      strangerAnswers: 10,
      trustedNetworks: [],
      homer: undefined,
      tls: { port: 5063, certificate: undefined, ca: undefined },
    });
    const set = {
      SIP_TRANSPORTS: 'tcp, UDP,tcp',
      SIP_ADVERTISED_HOST: '198.51.100.7',
      SIP_TLS_PORT: '0',
      SIP_STRANGER_ANSWERS: '0',
      SIP_TRUSTED_NETWORKS: '203.0.113.0/24, 2001:db8::/32',
    };
    expect(readConfig(set).engine.line).toMatchObject({
      transports: ['tcp', 'udp'],
      advertisedHost: '198.51.100.7',
      strangerAnswers: 0,
      trustedNetworks: ['203.0.113.0/24', '2001:db8::/32'],
      tls: { port: 0 },
    });
    expect(lineEnvironment({ ...set, SIP_HOST: 'a', HERALD_MASTER_KEY: 'k' })).toEqual(set);
  });

  test.each([
    ['10.0.0.9:9060', { address: '10.0.0.9', port: 9060 }],
    ['[2001:db8::9]:9060', { address: '2001:db8::9', port: 9060 }],
  ])('product: HEP_SERVER=%s is taken', (value, homer) => {
    expect(readConfig({ HEP_SERVER: value }).engine.line.homer).toEqual(homer);
    expect(lineEnvironment({ HEP_SERVER: value })).toEqual({ HEP_SERVER: value });
  });

  test('product: certificates are read at start', () => {
    const folder = mkdtempSync(join(tmpdir(), 'herald-tls-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'own.pem');
    writeFileSync(file, CARRIER.cert);
    const set = { SIP_TLS_CERT: file, SIP_TLS_KEY: file, SIP_TLS_CA: file };
    expect(readConfig(set).engine.line.tls).toMatchObject({
      certificate: { cert: CARRIER.cert, key: CARRIER.cert },
      ca: CARRIER.cert,
    });
    writeFileSync(file, 'no certificate');
    expect(() => readConfig(set)).toThrow('in PEM form');
  });

  test.each([
    ['SIP_TRANSPORTS', 'udp,sctp'],
    ['SIP_TRANSPORTS', ','],
    ['SIP_ADVERTISED_HOST', 'sip.example.com'],
    ['SIP_ADVERTISED_HOST', '2001:db8::1'],
    ['SIP_ADVERTISED_HOST', '0.0.0.0'],
    ['HEP_SERVER', 'homer.example.com:9060'],
    ['HEP_SERVER', '10.0.0.9'],
    ['HEP_SERVER', '10.0.0.9:0'],
    ['SIP_TLS_PORT', '65536'],
    ['SIP_STRANGER_ANSWERS', '1001'],
    ['SIP_STRANGER_ANSWERS', '-1'],
    ['SIP_TRUSTED_NETWORKS', '203.0.113.7'],
    ['CALLEE_LIMITS_CODES', '1'],
    ['CALLEE_LIMITS_CODES', '0/60'],
    ['CALLEE_LIMITS_CODES', '101/60'],
    ['CALLEE_LIMITS_NOTICES', '1/86401'],
    ['CALLEE_LIMITS_NOTICES', '1/1 1/2 1/3 1/4 1/5 1/6'],
    ['SIP_TLS_CERT', '/nowhere.pem'],
    ['SIP_TLS_CA', '/nowhere.pem'],
  ])('product: %s=%s ends the start with what is expected', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
    expect(() => readConfig({ [name]: value })).toThrow(name);
  });
});

describe('the voice', () => {
  test('product: eSpeak NG, unless told otherwise', () => {
    expect(readConfig({}).voice).toEqual({ kind: 'espeak' });
  });

  test('product: a sherpa-onnx model speaks both languages, unless English has its own', () => {
    const set = { VOICE: 'sherpa', VOICE_MODEL_DIR: '/m/zh', VOICE_SPEAKER: '3' };
    expect(readConfig(set).voice).toEqual({
      kind: 'sherpa',
      voices: { zh: { model: '/m/zh', speaker: 3 }, en: { model: '/m/zh', speaker: 0 } },
      threads: 1,
    });
    expect(readConfig({ ...set, VOICE_MODEL_DIR_EN: '/m/en', VOICE_SPEAKER_EN: '9' }).voice).toMatchObject({
      voices: { en: { model: '/m/en', speaker: 9 } },
    });
  });

  test('product: a service over HTTP needs its address, and has defaults for the rest', () => {
    const set = { VOICE: 'http', VOICE_URL: 'http://10.0.0.5:8000/v1/audio/speech' };
    expect(readConfig(set).voice).toEqual({
      kind: 'http',
      url: set.VOICE_URL,
      key: undefined,
      model: 'tts-1',
      voices: { zh: 'alloy', en: 'alloy' },
      format: 'wav',
      timeoutMs: 10_000,
      concurrency: 4,
    });
    expect(readConfig({ ...set, VOICE_KEY: 'k', VOICE_NAME: 'a', VOICE_NAME_EN: 'b' }).voice).toMatchObject({
      key: 'k',
      voices: { zh: 'a', en: 'b' },
    });
  });

  test.each([
    [{ VOICE: 'loud' }, 'VOICE=loud: one of espeak, sherpa, http is expected'],
    [{ VOICE: 'sherpa' }, 'VOICE_MODEL_DIR: VOICE=sherpa needs the folder'],
    [{ VOICE: 'sherpa', VOICE_MODEL_DIR: '/m', VOICE_THREADS: '0' }, 'VOICE_THREADS=0'],
    [{ VOICE: 'http' }, 'VOICE_URL: VOICE=http needs an address'],
    [{ VOICE: 'http', VOICE_URL: 'speech.example.com' }, 'VOICE_URL'],
    [{ VOICE: 'http', VOICE_URL: 'ftp://speech.example.com' }, 'VOICE_URL'],
    [{ VOICE: 'http', VOICE_URL: 'https://u:secret@h/' }, 'with the key in VOICE_KEY'],
    [{ VOICE: 'http', VOICE_URL: 'https://h/', VOICE_TIMEOUT_MS: '1' }, 'VOICE_TIMEOUT_MS=1'],
  ])('product: %j is refused, and told what is expected', (set, words) => {
    const read = () => readConfig(set);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(words);
    expect(read).toThrow(expect.objectContaining({ message: expect.not.stringContaining('secret') }));
  });

  test('product: the engine is handed the settings of the voice, and nothing else', () => {
    const set = { VOICE: 'http', VOICE_KEY: 'k', VOICEMAIL: 'x', HERALD_MASTER_KEY: 'm' };
    expect(voiceEnvironment(set)).toEqual({ VOICE: 'http', VOICE_KEY: 'k' });
  });
});

test('product: a mail server is taken with whom mails are from; TLS is required unless it is switched off', () => {
  const set = { SMTP_URL: 'smtp://user:secret@mail.example.com:587', MAIL_FROM: 'a@b.example' };
  const smtp = { url: set.SMTP_URL, requireTls: true };
  expect(readConfig(set).mail).toEqual({ from: 'a@b.example', smtp });
  expect(readConfig({ ...set, SMTP_TLS: 'off' }).mail.smtp).toEqual({ ...smtp, requireTls: false });
});

describe('what cannot be used', () => {
  test.each([
    ['PORT', 'abc', 'a whole number from 0 to 65535'],
    ['PORT', '65536', 'a whole number from 0 to 65535'],
    ['PORT', '-1', 'a whole number'],
    ['PORT', '80.5', 'a whole number'],
    ['PORT', '1e3', 'a whole number'],
    ['REQUESTS_PER_SECOND', '0', 'a whole number from 1'],
    ['NODE_LEASE_MS', '10', 'a whole number from 1000'],
    ['SHUTDOWN_GRACE_MS', '600001', 'to 600000'],
    ['LOG_LEVEL', 'loud', 'one of debug, info, warn, error'],
    ['SANDBOX', 'yes', 'one of on, off'],
    ['RTP_PORTS', '20000', 'a range such as'],
    ['RTP_PORTS', '3-2', 'a range such as'],
    ['RTP_PORTS', '0-100', 'a range such as'],
    ['RTP_PORTS', '1-65536', 'a range such as'],
    ['SANDBOX_RTP_PORTS', 'a-b', 'a range such as'],
    ['ENGINE_CAPACITY', '0', 'a whole number from 1'],
    ['MEDIA_THREADS', '33', 'a whole number from 0'],
    ['ANSWER_DETECTION', 'maybe', 'on'],
    ['DATABASE_URL', 'mysql://h/d', 'an address such as postgres://'],
    ['DATABASE_URL', 'h:5432', 'an address such as postgres://'],
    ['TRUSTED_PROXIES', '10.0.0.1', 'no network such as 10.0.0.0/8'],
    ['PUBLIC_URL', 'voice.example.com', 'an address such as https://voice.example.com'],
    ['PUBLIC_URL', 'https://voice.example.com/api', 'without a path'],
    ['SMTP_URL', 'mail.example.com', 'an address such as smtp://'],
    ['SMTP_URL', 'smtp://mail.example.com:587', 'MAIL_FROM is needed'],
    ['MAIL_FROM', 'Herald', 'the address that mails are from'],
    ['MAIL_FROM', 'a@b.example, c@d.example', 'the address that mails are from'],
    ['SMS_HOOK_URL', 'sms.example.com', 'an address such as https://'],
    ['SMS_HOOK_URL', 'https://sms.example.com/send', 'SMS_HOOK_SECRET'],
    ['PUSH_ALLOW_NETWORKS', '10.0.0.0', 'no network such as 10.0.0.0/8'],
    ['PUSH_ALLOW_NETWORKS', '10.0.0.0/8,lan', 'lan is no network'],
    ['PUSH_ALLOW_NETWORKS', '10.0.0.0/33', 'no network'],
  ])('product: %s=%s is refused, and told what is expected', (name, value, words) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(name);
    expect(read).toThrow(words);
  });

  test('4.3.1 a database address is not repeated: it may hold a password', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://u:secret@h/d' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });
});
