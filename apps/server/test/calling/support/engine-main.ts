import { writeFileSync } from 'node:fs';
import { serveEngine } from '../../../src/calling/index.ts';
import { toneVoice } from './tone-voice.ts';

/** An engine's process for tests: tones for a voice, and its process id in the file PID_FILE. */
const { PID_FILE, SIP_PORT, TONE_MS, CAPACITY } = process.env;
if (PID_FILE) writeFileSync(PID_FILE, String(process.pid));
serveEngine({
  host: '127.0.0.1',
  sipPort: Number(SIP_PORT ?? 0),
  rtpPortMin: 32_000,
  rtpPortMax: 32_767,
  capacity: Number(CAPACITY ?? 100),
  voice: toneVoice(Number(TONE_MS ?? 60)),
  warm: [],
  bindPatienceMs: 0,
});
