import { type FileRecording, recordToFile } from '../file/record-to-file.ts';
import { bridge } from '../session/bridge.ts';
import { createMediaEngine } from '../session/engine.ts';
import { MediaError } from '../session/errors.ts';
import type { MediaEngineOptions, MediaSession, RtpReport } from '../session/types.ts';
import type { RecordingReport } from '../sound/wav-stream.ts';
import { type MediaLine, type MediaLines, NOTHING_RECORDED, type RecordOptions } from './lines.ts';

/** A session of this thread as a line. */
export class LocalLine implements MediaLine {
  readonly session: MediaSession;
  onLost: (() => void) | undefined;
  #recording: FileRecording | undefined;
  #recorded: RecordingReport = NOTHING_RECORDED;
  #closing: Promise<RtpReport> | undefined;

  constructor(session: MediaSession) {
    this.session = session;
  }

  get port() {
    return this.session.port;
  }

  get srtpKeys() {
    return this.session.srtpKeys;
  }

  get onDigit() {
    return this.session.onDigit;
  }

  set onDigit(hear: MediaSession['onDigit']) {
    this.session.onDigit = hear;
  }

  connect: MediaLine['connect'] = (remote) => this.session.connect(remote);
  play: MediaLine['play'] = (track, o) => this.session.play(track, o);
  detectAnswer: MediaLine['detectAnswer'] = (tell, terms) => this.session.detectAnswer(tell, terms);

  async sendDigit(digit: string, durationMs?: number): Promise<void> {
    this.session.sendDigit(digit, durationMs);
  }

  async record(path: string, options: RecordOptions = { layout: 'stereo' }): Promise<void> {
    await this.endRecording();
    const recording = await recordToFile(path, options);
    // Closed while the file was made: nobody will finish it.
    if (this.#closing !== undefined) {
      await recording.discard();
      throw new MediaError('closed', 'the session is closed');
    }
    this.#recording = recording;
    this.session.record(recording);
  }

  async endRecording(keep = true): Promise<RecordingReport> {
    await this.#closing;
    const recording = this.#recording;
    this.#recording = undefined;
    if (recording !== undefined) {
      this.session.record(undefined);
      this.#recorded = await recording.finish();
      if (!keep) await recording.discard();
    }
    const recorded = this.#recorded;
    this.#recorded = NOTHING_RECORDED;
    return recorded;
  }

  close(): Promise<RtpReport> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<RtpReport> {
    const report = this.session.close();
    const recording = this.#recording;
    this.#recording = undefined;
    if (recording !== undefined) this.#recorded = await recording.finish();
    return report;
  }
}

/** The lines of this thread. @throws RangeError as `createMediaEngine` */
export function createLocalLines(options: MediaEngineOptions): MediaLines {
  const engine = createMediaEngine(options);
  const homes = new WeakMap<MediaLine, LocalLine>();
  const lines = new Set<LocalLine>();

  function sessionOf(line: MediaLine): MediaSession {
    const home = homes.get(line);
    if (home === undefined) throw new RangeError('the line is of another thread');
    return home.session;
  }

  return {
    async open() {
      const session = await engine.open();
      const line = new LocalLine(session);
      homes.set(line, line);
      lines.add(line);
      session.listen({ closed: () => lines.delete(line) });
      return line;
    },
    bridge: (one, other) => bridge(sessionOf(one), sessionOf(other)),
    stats: async () => engine.stats(),
    get sessions() {
      return engine.sessions;
    },
    async close() {
      await Promise.all([...lines].map((line) => line.close()));
      await engine.close();
    },
  };
}
