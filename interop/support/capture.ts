import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findProgram, freePort, run, temporaryFolder } from './programs.ts';

/** A packet as tshark dissected it. */
export interface Packet {
  readonly number: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Names of the protocols, as `eth:ip:udp:sip:sdp`. */
  readonly protocols: string;
  /** What tshark has to say against it, empty when nothing. */
  readonly complaint: string;
  readonly sip?: { readonly method: string; readonly status: string };
  readonly rtp?: RtpPacket;
}

export interface RtpPacket {
  readonly ssrc: string;
  readonly sequence: number;
  readonly timestamp: number;
  readonly payloadType: number;
  readonly marker: boolean;
}

export interface Capture {
  /** Ends it and has it read by tshark. */
  packets(): Promise<Packet[]>;
}

export interface CapturedPorts {
  /** Of SIP over UDP, TCP, TLS. */
  readonly sip: readonly number[];
  /** First and last port of RTP. */
  readonly rtp: readonly (readonly [number, number])[];
}

const END = 'herald: end of the capture';
/** Errors only: a warning is an opinion ("suspicious jump"), an error a packet that breaks its RFC. */
const ERROR_SEVERITY = 8_388_608;
const FIELDS = [
  ...['frame.number', 'frame.protocols', 'udp.srcport', 'udp.dstport', 'tcp.srcport', 'tcp.dstport'],
  ...['_ws.malformed', '_ws.expert.severity', '_ws.expert.message', 'sip.Method', 'sip.Status-Code'],
  ...['rtp.ssrc', 'rtp.seq', 'rtp.timestamp', 'rtp.p_type', 'rtp.marker'],
];

/** Whether this process may listen to the loopback: root may, others need dumpcap's rights. */
export function mayCapture(): boolean {
  const dumpcap = findProgram('dumpcap');
  if (dumpcap === undefined) return false;
  try {
    return /^lo$|\blo\b/m.test(execFileSync(dumpcap, ['-D', '-M'], { encoding: 'utf8', stdio: 'pipe' }));
  } catch {
    return false;
  }
}

/** Everything on these ports of the loopback, from now on. */
export async function capture({ sip, rtp }: CapturedPorts): Promise<Capture> {
  const file = join(temporaryFolder(), 'capture.pcapng');
  const endPort = await freePort();
  const filter = [
    ...sip.map((port) => `port ${port}`),
    ...rtp.map(([from, to]) => `udp portrange ${from}-${to}`),
    `udp port ${endPort}`,
  ].join(' or ');
  const dumpcap = run('dumpcap', ['-q', '-i', 'lo', '-B', '32', '-f', filter, '-w', file]);
  await dumpcap.said(/File: /);
  return {
    async packets() {
      // The kernel hands over in blocks: when the last word is on the disk, so is all before it.
      const socket = createSocket('udp4');
      while (!readFileSync(file).includes(END)) {
        socket.send(END, endPort, '127.0.0.1');
        await pause(100);
      }
      socket.close();
      dumpcap.child.kill('SIGINT');
      await dumpcap.exited;
      const dropped = /dropped on interface 'Loopback: lo': \d+\/(\d+)/.exec(dumpcap.output())?.[1] ?? '0';
      if (dropped !== '0') throw new Error(`${dropped} packets were not captured: this proves nothing`);
      return read(file, sip).filter((packet) => packet.destinationPort !== endPort);
    },
  };
}

function read(file: string, sip: readonly number[]): Packet[] {
  const decode = sip.flatMap((port) => ['-d', `udp.port==${port},sip`, '-d', `tcp.port==${port},sip`]);
  const fields = FIELDS.flatMap((field) => ['-e', field]);
  const args = ['-n', '-r', file, '-2', ...decode, '-T', 'fields', '-E', 'occurrence=a', ...fields];
  const text = execFileSync(findProgram('tshark') as string, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 256 * 1024 ** 2,
  });
  return text.split('\n').filter(Boolean).map(readLine);
}

function readLine(line: string): Packet {
  const [number, protocols = '', ...rest] = line.split('\t');
  const [udpFrom, udpTo, tcpFrom, tcpTo, malformed, severity = '', message = '', method = '', status = ''] =
    rest;
  const [ssrc, sequence, timestamp, payloadType, marker] = rest.slice(9);
  const worst = Math.max(0, ...severity.split(',').map(Number));
  return {
    number: Number(number),
    sourcePort: Number(udpFrom || tcpFrom),
    destinationPort: Number(udpTo || tcpTo),
    protocols,
    complaint: malformed ? `malformed: ${message}` : worst >= ERROR_SEVERITY ? message : '',
    ...(method || status ? { sip: { method, status } } : {}),
    ...(ssrc && sequence
      ? {
          rtp: {
            ssrc,
            sequence: Number(sequence),
            timestamp: Number(timestamp),
            payloadType: Number(payloadType),
            marker: marker === '1' || marker === 'True',
          },
        }
      : {}),
  };
}
