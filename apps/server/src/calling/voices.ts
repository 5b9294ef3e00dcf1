import {
  checkSherpaModel,
  espeakVoice,
  httpVoice,
  SpeechError,
  sherpaVoice,
  type Voice,
} from '@herald/speech';
import type { Clock } from '../platform/clock.ts';
import { ConfigError, type VoiceSettings } from '../platform/config.ts';
import type { Log } from '../platform/log.ts';

/** The voice of the settings, and the one that speaks when it fails. */
export interface Voices {
  readonly voice: Voice;
  /** eSpeak NG, unless that is the voice itself. */
  readonly fallbackVoice?: Voice;
  onVoiceFallback(reason: SpeechError): void;
}

/** A voice that is down is told of so often, and not for every call. */
const REPORT_EVERY_MS = 10_000;

export function openVoices(settings: VoiceSettings, log: Log, clock: Clock): Voices {
  let unreported = 0;
  let reportAt = 0;
  return {
    ...(settings.kind === 'espeak' ? { voice: espeakVoice() } : withFallback(settings)),
    onVoiceFallback(reason) {
      unreported++;
      if (clock.now() < reportAt) return;
      log.warn('the voice failed, the default voice spoke', {
        prompts: unreported,
        code: reason.code,
        reason: reason.message,
      });
      unreported = 0;
      reportAt = clock.now() + REPORT_EVERY_MS;
    },
  };
}

function withFallback(settings: Exclude<VoiceSettings, { kind: 'espeak' }>) {
  const fallbackVoice = espeakVoice();
  if (settings.kind === 'sherpa') return { voice: sherpaVoice(settings), fallbackVoice };
  const { key, ...rest } = settings;
  return { voice: httpVoice({ ...rest, ...(key !== undefined && { key }) }), fallbackVoice };
}

/**
 * Looks whether the voice's files are there, so that a wrong folder is told at the start and not by another voice.
 * @throws ConfigError naming the setting (as a rejection)
 */
export async function checkVoice(settings: VoiceSettings): Promise<void> {
  if (settings.kind !== 'sherpa') return;
  const { zh, en } = settings.voices;
  for (const [name, { model }] of [['VOICE_MODEL_DIR', zh] as const, ['VOICE_MODEL_DIR_EN', en] as const]) {
    await checkSherpaModel(model).catch((error: unknown) => {
      throw error instanceof SpeechError ? new ConfigError(`${name}: ${error.message}`) : error;
    });
  }
}
