import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { decodeWav, encodeWav } from '@herald/media';
import { onTestFinished } from 'vitest';
import { findProgram, freePort, run, temporaryFolder } from './programs.ts';

/** baresip tells what happens to its calls: `CALL_ESTABLISHED`, `CALL_CLOSED`, … */
interface BaresipEvent {
  readonly type: string;
  readonly param?: string;
}

export interface BaresipOptions {
  readonly transport?: 'udp' | 'tcp' | 'tls';
  /** Parameters of its account (baresip's own words). */
  readonly account?: string;
  /** PEM file that a peer's certificate must be signed by, and its own certificate with key. */
  readonly tls?: { readonly ca: string; readonly certificate: string };
}

export interface Baresip {
  readonly sipPort: number;
  readonly rtp: readonly [number, number];
  readonly uri: string;
  /** A command of its menu, as `dial sip:…`. @throws Error when it does not know or cannot do it */
  command(command: string, params?: string): Promise<string>;
  /** Resolves once an event of this type has been told, the n-th of them. */
  told(type: string, nth?: number): Promise<BaresipEvent>;
  /** The samples, 8 kHz, that it has decoded in its latest call; complete when the call is over. */
  heard(): Int16Array;
  output(): string;
}

const MODULE_FOLDERS = ['/usr/lib/baresip/modules', '/usr/local/lib/baresip/modules'];
const RTP = [35_000, 35_199] as const;
/** It answers this number alone. */
const NUMBER = '+8613800000200';
const RATE = 8000;
/** What it says: a tone, so that it differs from silence and from our voice. */
const SPEECH_HZ = 700;
const SPEECH_S = 60;

const moduleFolder = (): string =>
  MODULE_FOLDERS.find((folder) => existsSync(join(folder, 'ctrl_tcp.so'))) ?? '';

/** A telephone on loopback that answers by itself. Its configuration is a folder of the test's own. */
export async function startBaresip(options: BaresipOptions = {}): Promise<Baresip> {
  const { transport = 'udp', account = '', tls } = options;
  const folder = temporaryFolder();
  const sipPort = await freePort();
  const controlPort = await freePort();
  mkdirSync(join(folder, 'heard'));
  const speech = Int16Array.from({ length: RATE * SPEECH_S }, (_, n) =>
    Math.round(8000 * Math.sin((2 * Math.PI * SPEECH_HZ * n) / RATE)),
  );
  writeFileSync(join(folder, 'speech.wav'), encodeWav(speech, RATE));
  writeFileSync(
    join(folder, 'config'),
    [
      // TLS listens one port above (baresip's own rule).
      `sip_listen 127.0.0.1:${transport === 'tls' ? sipPort - 1 : sipPort}`,
      ...(tls ? [`sip_certificate ${tls.certificate}`, `sip_cafile ${tls.ca}`] : []),
      'net_interface 127.0.0.1',
      `rtp_ports ${RTP[0]}-${RTP[1]}`,
      'rtcp_mux no',
      'call_max_calls 4',
      `audio_source aufile,${join(folder, 'speech.wav')}`,
      // Nothing plays: sndfile keeps what was decoded on its way to the loudspeaker.
      'audio_player aubridge,nobody',
      'audio_alert aubridge,nobody',
      'ausrc_srate 8000',
      'auplay_srate 8000',
      'ausrc_channels 1',
      'auplay_channels 1',
      `snd_path ${join(folder, 'heard')}`,
      `ctrl_tcp_listen 127.0.0.1:${controlPort}`,
      `module_path ${moduleFolder()}`,
      ...['g711', 'aufile', 'aubridge', 'sndfile', 'srtp', 'uuid'].map((name) => `module ${name}.so`),
      'module_tmp account.so',
      'module_app menu.so',
      'module_app ctrl_tcp.so',
      '',
    ].join('\n'),
  );
  const uri = `sip:${NUMBER}@127.0.0.1:${sipPort}${transport === 'udp' ? '' : `;transport=${transport}`}`;
  writeFileSync(
    join(folder, 'accounts'),
    `<${uri}>;regint=0;answermode=auto;audio_codecs=pcma/8000/1${account}\n`,
  );
  writeFileSync(join(folder, 'contacts'), '');
  const program = run('baresip', ['-f', folder, '-s'], { cwd: folder });
  await program.said(/baresip is ready/);
  const control = await openControl(controlPort);
  return {
    sipPort,
    rtp: RTP,
    uri,
    ...control,
    heard() {
      const file = readdirSync(join(folder, 'heard'))
        .filter((name) => name.endsWith('-dec.wav'))
        .sort()
        .at(-1);
      if (file === undefined) return new Int16Array(0);
      return decodeWav(readFileSync(join(folder, 'heard', file))).pcm;
    },
    output: program.output,
  };
}

/** ctrl_tcp speaks JSON in netstrings: `<bytes>:<json>,`. */
async function openControl(port: number): Promise<Pick<Baresip, 'command' | 'told'>> {
  const socket: Socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const events: BaresipEvent[] = [];
  const waiting = new Set<() => void>();
  const answers = new Map<string, (answer: { ok: boolean; data: string }) => void>();
  let buffer = Buffer.alloc(0);
  let asked = 0;
  socket.on('data', (data: Buffer) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      const colon = buffer.indexOf(':');
      const length = Number(buffer.subarray(0, Math.max(0, colon)).toString());
      if (colon < 0 || buffer.length < colon + 2 + length) return;
      const message = JSON.parse(buffer.subarray(colon + 1, colon + 1 + length).toString());
      buffer = buffer.subarray(colon + 2 + length);
      if (message.response) answers.get(message.token)?.(message);
      else events.push(message);
      for (const look of waiting) look();
    }
  });
  return {
    async command(command, params) {
      const token = `${++asked}`;
      const answer = Promise.withResolvers<{ ok: boolean; data: string }>();
      answers.set(token, answer.resolve);
      const text = JSON.stringify({ command, ...(params === undefined ? {} : { params }), token });
      socket.write(`${Buffer.byteLength(text)}:${text},`);
      const { ok, data } = await answer.promise;
      if (!ok) throw new Error(`baresip: ${command} ${params ?? ''}: ${data}`);
      return data;
    },
    async told(type, nth = 1) {
      const found = Promise.withResolvers<BaresipEvent>();
      const look = () => {
        const event = events.filter((one) => one.type === type)[nth - 1];
        if (event) found.resolve(event);
      };
      waiting.add(look);
      look();
      return found.promise.finally(() => waiting.delete(look));
    },
  };
}

/** Baresip of Debian as `1.0.0`, for the record of what was tried. */
export const hasBaresip = (): boolean => findProgram('baresip') !== undefined && moduleFolder() !== '';
