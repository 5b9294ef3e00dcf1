import { SpeechError } from './error.ts';
import { spellCode } from './normalise/code.ts';
import type { Language } from './normalise/language.ts';
import { normaliseRun, type RunPart } from './normalise/normalise.ts';
import type { Piece } from './piece.ts';

/** What is to be put end to end: clips to be had, and silence (ms) between them. */
export type Part = { kind: 'clip'; text: string; durable: boolean } | { kind: 'silence'; ms: number };

const MAX_PIECES = 64;
const MAX_TEXT = 500;
const MAX_TOTAL_TEXT = 2000;
const MAX_CODE = 64;
const MAX_PAUSE_MS = 10_000;

/** Natural gaps, ms at rate 1. */
const GAP = { sentence: 400, clause: 220, aroundCode: 200, betweenCharacters: 150, words: 60 };

/**
 * Lays out a prompt: normalises what is spoken, spells codes, and puts a natural gap between clips: long
 * after a sentence, short between words that a variable's value split. A pause piece stands in the place of
 * the natural gap, at its exact length. Punctuation with no words of its own lengthens the gap.
 * @throws SpeechError `too-long` over a bound, `bad-input` when nothing is left to say.
 */
export function planSpeech(pieces: readonly Piece[], language: Language, rate: number): Part[] {
  checkBounds(pieces);
  const parts: Part[] = [];
  let spoken = false;
  let gap = 0;
  let pause: number | undefined;
  const clip = (text: string, durable: boolean, gapBefore: number) => {
    const ms = pause ?? (spoken ? Math.max(gap, gapBefore) / rate : 0);
    if (ms > 0) parts.push({ kind: 'silence', ms });
    parts.push({ kind: 'clip', text, durable });
    spoken = true;
    gap = 0;
    pause = undefined;
  };
  const texts = normaliseTexts(pieces, language);
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'pause') {
      pause = (pause ?? 0) + piece.ms;
    } else if (piece.kind === 'code') {
      for (const [i, word] of spellCode(piece.text, language).entries()) {
        clip(word, true, i === 0 ? GAP.aroundCode : GAP.betweenCharacters);
      }
      gap = GAP.aroundCode;
    } else {
      const text = texts[index] as string;
      // A value is one person's: kept in memory for the repeats of a call, but not written to disk.
      if (/[\p{L}\p{N}]/u.test(text)) clip(text, piece.kind === 'text', GAP.words);
      gap = Math.max(gap, gapAfter(text));
    }
  }
  if (!spoken) throw new SpeechError('bad-input', 'the pieces hold nothing to say');
  if (pause !== undefined && pause > 0) parts.push({ kind: 'silence', ms: pause });
  return parts;
}

/** The normalised text of each piece, at its index; texts and values side by side are one sentence. */
function normaliseTexts(pieces: readonly Piece[], language: Language): string[] {
  const texts: string[] = [];
  let run: RunPart[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'text' || piece.kind === 'value') {
      run.push({ text: piece.text, variable: piece.kind === 'value' });
      continue;
    }
    texts.push(...normaliseRun(run, language), '');
    run = [];
  }
  return [...texts, ...normaliseRun(run, language)];
}

function gapAfter(text: string): number {
  if (/[。！？!?.；;…]\s*$/u.test(text)) return GAP.sentence;
  if (/[，、,：:]\s*$/u.test(text)) return GAP.clause;
  return 0;
}

function checkBounds(pieces: readonly Piece[]): void {
  if (pieces.length > MAX_PIECES) throw tooLong(`${pieces.length} pieces; at most ${MAX_PIECES}`);
  let total = 0;
  for (const piece of pieces) {
    if (piece.kind === 'pause') {
      if (!(piece.ms >= 0)) throw new SpeechError('bad-input', `a pause of ${piece.ms} ms`);
      if (piece.ms > MAX_PAUSE_MS) throw tooLong(`a pause of ${piece.ms} ms; at most ${MAX_PAUSE_MS}`);
      continue;
    }
    const most = piece.kind === 'code' ? MAX_CODE : MAX_TEXT;
    if (piece.text.length > most) {
      throw tooLong(`a ${piece.kind} of ${piece.text.length} characters; at most ${most}`);
    }
    total += piece.text.length;
  }
  if (total > MAX_TOTAL_TEXT) throw tooLong(`${total} characters in all; at most ${MAX_TOTAL_TEXT}`);
}

function tooLong(message: string): SpeechError {
  return new SpeechError('too-long', message);
}
