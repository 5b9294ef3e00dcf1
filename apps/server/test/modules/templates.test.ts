import { describe, expect, test } from 'vitest';
import {
  checkValues,
  inWindow,
  judgeRecording,
  speak,
  type Template,
  talkLimitSeconds,
  windowCloses,
  windowOpens,
} from '../../src/modules/templates/index.ts';
import { timeZonesOf } from '../../src/platform/attribution.ts';

const code: Template = {
  templateId: 'c',
  name: 'code',
  purpose: 1,
  language: 'zh',
  content: '您的验证码是{1}，请勿告诉他人。',
  allDay: true,
  status: 2,
};
const notice: Template = { ...code, templateId: 'n', purpose: 2, content: '{1}您好，您的订单{2}已发货。' };

describe('values', () => {
  test.each([
    ['1', true],
    ['A3F9', true],
    ['abc123', true],
    ['1234567', false],
    ['', false],
    ['12 34', false],
    ['１２３４', false],
    ['12-34', false],
  ])('rules: a code is 1 to 6 letters or digits: %j → %s', (value, ok) => {
    expect(checkValues(code, [value]).ok).toBe(ok);
  });

  test.each([
    [[], 0],
    [['a'], 1],
    [['a', 'b', 'c'], 3],
  ])('rules: as many values as the template has variables: %j', (values, given) => {
    expect(checkValues(notice, values)).toEqual({
      ok: false,
      error: 'TEMPLATE_PARAMS_COUNT',
      expected: 2,
      given,
    });
  });

  test.each([
    ['http://a.b/c', 'link'],
    ['请看 www.example.com', 'link'],
    ['evil.cn', 'link'],
    ['10.0.0.1', 'link'],
    ['   ', 'empty'],
    ['😀', 'symbol'],
    ['a<b>', 'symbol'],
    ['a\u0000b', 'symbol'],
    ['\ud800', 'symbol'],
    ['长'.repeat(1000), 'length'],
  ])('rules: a value is no link, no address, not empty, speakable: %j is refused', (value, why) => {
    expect(checkValues(notice, ['王先生', value])).toEqual({
      ok: false,
      error: 'VALUE_INVALID',
      index: 2,
      why,
    });
  });

  test.each(['12.5元', '2026年3月10日', '下午3:30', '100%', 'A-1024', '第3.5版'])(
    'rules: everyday values pass: %s',
    (value) => {
      expect(checkValues(notice, ['王先生', value])).toEqual({ ok: true });
    },
  );
});

describe('script', () => {
  test('4.3.8 holds the filed words and the values, and nothing else', () => {
    const script = speak(notice, ['王先生', '1024']);
    expect(script.pieces.map((piece) => ('text' in piece ? piece.text : '')).join('')).toBe(
      '王先生您好，您的订单1024已发货。',
    );
    expect(script.pieces.map((piece) => piece.kind)).toEqual(['value', 'text', 'value', 'text']);
    expect(script.plays).toBe(1);
  });

  test('voice: a code is spoken twice, its value character by character', () => {
    const script = speak(code, ['A3F9']);
    expect(script.plays).toBe(2);
    expect(script.pieces).toEqual([
      { kind: 'text', text: '您的验证码是' },
      { kind: 'code', text: 'A3F9' },
      { kind: 'text', text: '，请勿告诉他人。' },
    ]);
  });

  test('4.3.8 a value that looks like a placeholder is spoken, not filled in again', () => {
    expect(speak(notice, ['{2}', 'x']).pieces[0]).toEqual({ kind: 'value', text: '{2}' });
  });

  test('3.6 the longest talk grows with the text, the plays and the pause between them', () => {
    const short = talkLimitSeconds(speak(notice, ['王', '1']));
    const long = talkLimitSeconds(speak(notice, ['王', '1'.repeat(100)]));
    expect(long).toBeGreaterThan(short);
    const script = speak(code, ['1']);
    expect(talkLimitSeconds(script)).toBeGreaterThan(talkLimitSeconds({ ...script, plays: 1 }));
  });
});

describe('recorded sound', () => {
  const sound = { soundId: 'ab'.repeat(32), ms: 12_340 };
  const recorded: Template = { ...notice, content: '您好，本小区今晚停水。', sound };

  test('4.3.8 it is played in the place of its transcript, and nothing is said beside it', () => {
    expect(speak(recorded, []).pieces).toEqual([{ kind: 'sound', sound: sound.soundId, ms: 12_340 }]);
    expect(checkValues(recorded, [])).toEqual({ ok: true });
    expect(checkValues(recorded, ['a']).ok).toBe(false);
  });

  test('3.6 its longest talk is its length and the time to hang up', () => {
    expect(talkLimitSeconds(speak(recorded, []))).toBe(18);
  });

  test.each([
    [{}, undefined],
    [{ seconds: 0.9 }, 'length'],
    [{ seconds: 60.1 }, 'length'],
    [{ seconds: 60 }, undefined],
    [{ sampleRate: 6000 }, 'rate'],
    [{ sampleRate: 96_000 }, 'rate'],
    [{ channels: 3 }, 'channels'],
    [{ activeDb: -37 }, 'quiet'],
    [{ activeDb: Number.NEGATIVE_INFINITY, silent: 1 }, 'silent'],
    [{ silent: 0.71 }, 'silent'],
    [{ clipped: 0.011 }, 'clipped'],
  ])('rules: a recording that is %j: %s', (change, rule) => {
    const good = { sampleRate: 8000, channels: 1, seconds: 10, activeDb: -20, clipped: 0, silent: 0.2 };
    expect(judgeRecording({ ...good, ...change })?.rule).toBe(rule);
  });
});

describe('long texts', () => {
  const spoken = (content: string) =>
    speak({ ...notice, content }, []).pieces.map((piece) => ('text' in piece ? piece.text : ''));

  test('voice: a long text is given to the voice in parts that end with a sentence, and nothing of it is lost', () => {
    const content = `${'您的订单已发货，请注意查收。'.repeat(71)}`;
    const parts = spoken(content);
    expect(parts.join('')).toBe(content);
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(300);
      expect(part.endsWith('。')).toBe(true);
    }
  });

  test.each([
    ['a clause', '您的订单已发货，'.repeat(100), /，$/],
    ['a word', 'parcel '.repeat(100), / $/],
    ['nothing', '查'.repeat(1000), /查$/],
  ])('voice: where it has no sentence it is cut behind %s', (_what, content, end) => {
    const parts = spoken(content);
    expect(parts.join('')).toBe(content);
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(300);
      expect(part).toMatch(end);
    }
  });
});

describe('window', () => {
  const beijing = (hour: number, minute = 0) => Date.UTC(2026, 2, 10, hour - 8, minute);

  test.each([
    [7, 59, false],
    [8, 0, true],
    [19, 59, true],
    [20, 0, false],
    [0, 0, false],
  ])('rules: 8:00–20:00 at the callee: %i:%i → %s', (hour, minute, open) => {
    expect(inWindow(false, beijing(hour, minute))).toBe(open);
    expect(inWindow(true, beijing(hour, minute))).toBe(true);
  });

  test('rules: the next opening is now, this morning, or tomorrow morning', () => {
    expect(windowOpens(false, beijing(9))).toBe(beijing(9));
    expect(windowOpens(false, beijing(7))).toBe(beijing(8));
    expect(windowOpens(false, beijing(20))).toBe(beijing(32));
    expect(windowOpens(false, beijing(7, 59) + 59_999)).toBe(beijing(8));
    expect(windowCloses(beijing(9))).toBe(beijing(20));
  });

  test('rules: the hours are those of the callee, in every time zone that it can be in, summer time too', () => {
    const [york, angeles, kolkata] = ['America/New_York', 'America/Los_Angeles', 'Asia/Kolkata'];
    const at = (text: string) => Date.parse(text);
    expect(inWindow(false, at('2026-01-15T13:00:00Z'), [york])).toBe(true); // 8:00
    expect(inWindow(false, at('2026-07-15T12:00:00Z'), [york])).toBe(true); // 8:00 in summer
    expect(inWindow(false, at('2026-07-15T11:59:00Z'), [york])).toBe(false);
    expect(inWindow(false, at('2026-01-15T13:00:00Z'), [york, angeles])).toBe(false);
    expect(windowOpens(false, at('2026-01-15T13:00:00Z'), [york, angeles])).toBe(at('2026-01-15T16:00:00Z'));
    expect(windowCloses(at('2026-01-15T16:00:00Z'), [york, angeles])).toBe(at('2026-01-16T01:00:00Z'));
    expect(windowOpens(false, at('2026-01-15T00:00:00Z'), [kolkata])).toBe(at('2026-01-15T02:30:00Z'));
    expect(timeZonesOf('+12125550100')).toEqual([york]);
    expect(timeZonesOf('+8613800000200')).toEqual(['Asia/Shanghai']);
    expect(timeZonesOf('+919876543210')).toEqual(['Asia/Calcutta']);
  });
});
