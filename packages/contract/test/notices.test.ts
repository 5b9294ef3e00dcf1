import { describe, expect, test } from 'vitest';
import {
  ACTIONS,
  type Action,
  ANNOUNCEMENT_LEADS,
  defineAction,
  MAIL_KINDS,
  MEMBER_ROLES,
  mailText,
  NOTICE_CATEGORIES,
  NOTICE_KINDS,
  type NoticeKind,
  noticeKindsFor,
  noticeText,
} from '../src/index.ts';

const HAN = /\p{Script=Han}/u;
const kinds = Object.keys(NOTICE_KINDS) as NoticeKind[];
const texts = [
  ...Object.entries(NOTICE_KINDS).map(([kind, { zh, en }]) => [kind, { zh, en }] as const),
  ...Object.entries(MAIL_KINDS).map(([kind, { zh, en }]) => [kind, { zh, en }] as const),
];

function places({ title, body }: { title: string; body: string }): string[] {
  const names = [...`${title} ${body}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  return [...new Set(names)].map((name) => name.replace(/(?:Zh|En)$/, '')).sort();
}

describe('12.2 what customers are told', () => {
  test.each(texts)('12.2 %s is written in Chinese and English, with the same places', (kind, { zh, en }) => {
    expect(places(zh)).toEqual(places(en));
    if (kind.startsWith('announcement.')) return; // its words are the operator's
    for (const text of [zh.title, zh.body]) expect(text).toMatch(HAN);
    for (const text of [en.title, en.body]) expect(text).not.toMatch(HAN);
    expect(zh.body).toMatch(/。$/);
    expect(en.body).toMatch(/\.$/);
    expect(zh.title.length).toBeLessThanOrEqual(60);
  });

  test('12.2 agreement, price and security cannot be switched off', () => {
    const mandatory = Object.entries(NOTICE_CATEGORIES).filter(([, { mandatory }]) => mandatory);
    expect(mandatory.map(([category]) => category)).toEqual(['security', 'agreement', 'price']);
  });

  test('12.2 the owner of an account sees every kind; finance sees prices, and no keys', () => {
    const seenBy = (role: keyof typeof MEMBER_ROLES) =>
      noticeKindsFor(new Set<string>(MEMBER_ROLES[role].permissions));
    expect(seenBy('owner')).toEqual(kinds);
    expect(seenBy('finance')).toContain('announcement.price');
    expect(seenBy('finance')).not.toContain('account.key-leaked');
    expect(seenBy('read-only')).not.toContain('account.member-changed');
  });

  test('12.2 a text with braces among the details stays what it is', () => {
    const details = { titleZh: '{bodyZh}', titleEn: '', bodyZh: '$& {titleZh}', bodyEn: '' };
    expect(noticeText('announcement.general', 'zh', details)).toEqual({
      title: '{bodyZh}',
      body: '$& {titleZh}',
    });
    expect(mailText('verify-email', 'en', { code: '123456', minutes: 15 }).body).toContain('123456');
  });
});

test('3.2, 5.1, 5.3, 12.3 lead times: prices a day, maintenance a working day, functions and agreement seven days', () => {
  expect(ANNOUNCEMENT_LEADS).toMatchObject({
    'announcement.price': { days: 1, working: false },
    'announcement.maintenance': { days: 1, working: true },
    'announcement.function': { days: 7, working: false },
    'announcement.agreement': { days: 7, working: false },
  });
});

describe('5.3 the end of an Action', () => {
  const day = 86_400;
  const ending = (days: number) => ({
    ...ACTIONS.GetBalance,
    deprecated: { since: 1_800_000_000, sunset: 1_800_000_000 + days * day },
  });

  test('5.3 is announced seven days ahead, or the Action is none', () => {
    expect(() => defineAction(ending(7) as Action)).not.toThrow();
    expect(() => defineAction(ending(6.99) as Action)).toThrow('5.3: GetBalance');
  });

  test('5.3 every Action whose end is announced lives for seven days after that', () => {
    for (const { name, deprecated } of Object.values(ACTIONS) as Action[]) {
      if (deprecated) expect(deprecated.sunset - deprecated.since, name).toBeGreaterThanOrEqual(7 * day);
    }
  });
});
