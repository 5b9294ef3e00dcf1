import { expect, test } from 'vitest';
import { type IncomingCall, readIdentity } from '../src/index.ts';
import { createPair, field } from './pair.ts';

test('RFC 3325 9, RFC 3323 4.2, RFC 5806 4 what a caller says is written, crosses, and is read', () => {
  let called: IncomingCall | undefined;
  const pair = createPair({ callee: { onInvite: (call) => (called = call) } });
  pair.place({
    asserted: [
      { uri: 'sip:+862151860000@herald.example', displayName: 'Herald "传话"' },
      { uri: 'tel:+862151860000' },
    ],
    preferred: { uri: 'sip:02151860000@herald.example' },
    privacy: ['critical', 'none'],
    diversions: [
      { uri: 'sip:+861@x', reason: 'user-busy', counter: 2, privacy: 'full' },
      { uri: 'tel:+862', reason: 'time of day' },
    ],
    headers: [['History-Info', '<sip:bob@x?Reason=SIP%3Bcause%3D302>;index=1, <sip:c@x>;index=1.1']],
  });
  pair.world.settle();
  expect(readIdentity(called?.headers ?? [])).toEqual({
    asserted: [
      { uri: 'sip:+862151860000@herald.example', displayName: 'Herald "传话"' },
      { uri: 'tel:+862151860000' },
    ],
    preferred: [{ uri: 'sip:02151860000@herald.example' }],
    privacy: ['critical', 'none'],
    diversions: [
      { uri: 'sip:+861@x', reason: 'user-busy', counter: 2, privacy: 'full' },
      { uri: 'tel:+862', reason: 'time of day' },
    ],
  });
  expect(called?.headers).toContainEqual([
    'History-Info',
    '<sip:bob@x?Reason=SIP%3Bcause%3D302>;index=1, <sip:c@x>;index=1.1',
  ]);
  expect(called?.from).toBe('sip:02151860000@192.0.2.1');
});

test('RFC 3325 7 a caller who asks for id privacy is Anonymous in From, and asserted beside it', () => {
  const pair = createPair();
  pair.place({
    asserted: [{ uri: 'sip:02151860000@herald.example' }],
    privacy: ['id'],
    fromDisplayName: 'Herald',
  });
  pair.world.settle();
  const invite = pair.latest('caller INVITE');
  expect(field(invite, 'From')).toMatch(/^"Anonymous" <sip:anonymous@anonymous.invalid>;tag=/);
  expect(field(invite, 'Privacy')).toBe('id');
  expect(field(invite, 'P-Asserted-Identity')).toBe('<sip:02151860000@herald.example>');
  expect(invite).not.toContain('"Herald"');
});

test('rule: what cannot be read is passed over, and what would add a header field is refused', () => {
  const broken = readIdentity([
    ['P-Asserted-Identity', '"open <sip:a@b>'],
    ['P-Asserted-Identity', '<sip:a@b>'],
    ['Diversion', '<sip:a@b>;;;, <sip:c@d>'],
    ['Privacy', ' ID ; ; Header '],
  ]);
  expect(broken.asserted).toEqual([{ uri: 'sip:a@b' }]);
  expect(broken.privacy).toEqual(['id', 'header']);
  const pair = createPair();
  const { log } = pair.place({ asserted: [{ uri: 'sip:a@b>\r\nEvil: 1' }] });
  pair.world.settle();
  expect(log.end).toMatchObject({ kind: 'transport-error' });
});
