import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Program, startProgram } from './child.ts';
import type { Scope } from './scope.ts';

/** SIPp is on this machine. It exits with 99 for -v. */
export function hasSipp(): boolean {
  try {
    execFileSync('sipp', ['-v'], { stdio: 'ignore' });
    return true;
  } catch (error) {
    return (error as { status?: number }).status === 99;
  }
}

/** A line of SIPp's statistics, summed up since its start. */
export interface SippCount {
  /** Milliseconds since the epoch. */
  at: number;
  succeeded: number;
  failed: number;
  retransmitted: number;
}

export interface Sipp extends Program {
  port: number;
  /** One line a second, the first at once. */
  counts(): Promise<SippCount[]>;
}

/**
 * The most that the system allows by default. SIPp's own buffers hold some hundred messages: with more than some
 * fifty calls in flight it would lose some and the floor would be too low.
 */
const BUFFER_BYTES = 4 * 1024 * 1024;
/** Should everything else fail, no SIPp outlives its bench by long. */
const LONGEST_S = 60;
/** Where nobody listens: of calls without sound. */
const NO_RTP = 6000;

/** Starts SIPp on a scenario of ./sipp, on a free port. */
export async function startSipp(
  scope: Scope,
  o: {
    scenario: 'uas' | 'uac';
    folder: string;
    name: string;
    args?: readonly string[];
    rtpPort?: number;
    mostSeconds?: number;
  },
): Promise<Sipp> {
  const port = await freePort();
  const file = join(o.folder, `${o.name}.csv`);
  const program = await startProgram(
    scope,
    'sipp',
    [
      ...['-sf', fileURLToPath(new URL(`./sipp/${o.scenario}.xml`, import.meta.url))],
      ...['-i', '127.0.0.1', '-p', `${port}`, '-buff_size', `${BUFFER_BYTES}`],
      ...['-key', 'rtp_port', `${o.rtpPort ?? NO_RTP}`],
      ...['-nostdin', '-timeout', `${o.mostSeconds ?? LONGEST_S}s`, '-trace_stat', '-stf', file, '-fd', '1'],
      ...(o.args ?? []),
    ],
    { cwd: o.folder },
  );
  return {
    ...program,
    port,
    counts: async () => readCounts(await readFile(file, 'utf8').catch(() => '')),
  };
}

/** SIPp writes CSV with a head; a line still being written is left out. */
function readCounts(csv: string): SippCount[] {
  const [head = '', ...lines] = csv.slice(0, csv.lastIndexOf('\n') + 1).split('\n');
  const names = head.split(';');
  const column = (cells: readonly string[], name: string) => cells[names.indexOf(name)] ?? '';
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const cells = line.split(';');
      return {
        // Date, time and seconds since the epoch, in one cell.
        at: Number(column(cells, 'CurrentTime').split(/\s+/).at(-1)) * 1000,
        succeeded: Number(column(cells, 'SuccessfulCall(C)')),
        failed: Number(column(cells, 'FailedCall(C)')),
        retransmitted: Number(column(cells, 'Retransmissions(C)')),
      };
    });
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
