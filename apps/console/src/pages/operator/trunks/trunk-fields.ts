import { MAINLAND_OPERATORS, type ResponseOf } from '@herald/contract';
import { type FormField, type FormValues, linesOf } from '../../../components/form-fields.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { TRUNKS } from './words.ts';

type Trunk = ResponseOf<'QueryUVMSTrunk'>;

const plain = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
const FORMATS = ['e164', 'digits', 'national'] as const;
type Value = keyof typeof TRUNKS extends infer Key
  ? Key extends `value-${infer Name}`
    ? Name
    : never
  : never;

/** What is asked of a trunk, new or as it is. */
export function useTrunkFields(trunk: Trunk | undefined): readonly FormField[] {
  const say = useWords(TRUNKS);
  const common = useWords(COMMON);
  const language = useLanguage();
  const worded = (values: readonly Value[]) =>
    values.map((value) => ({ value, label: say(`value-${value}`) }));
  const field = (name: keyof typeof TRUNKS, more: Omit<FormField, 'name' | 'label'> = {}): FormField => ({
    name,
    label: say(name),
    ...more,
  });
  return [
    ...(trunk ? [] : [{ name: 'TrunkId', label: say('trunkId'), required: true, most: 32 }]),
    field('Name', { required: true, most: 100 }),
    field('Host', { required: true, most: 253 }),
    field('Port', { kind: 'number', least: 1, most: 65_535 }),
    field('Transport', { kind: 'choice', choices: worded(['udp', 'tcp', 'tls']) }),
    field('OutboundProxy', { most: 260, hint: say('hostAndPort') }),
    field('Registrar', { most: 260, hint: say('registrarHint') }),
    field('Sources', { kind: 'lines', hint: say('sourcesHint') }),
    field('Username'),
    field('Password', {
      kind: 'password',
      ...(trunk?.HasPassword ? { hint: say('passwordKept') } : {}),
    }),
    field('Concurrency', { kind: 'number', least: 1, most: 100_000, required: true }),
    field('Cps', { kind: 'number', least: 1, most: 1000, required: true }),
    field('DailyLimit', { kind: 'number', hint: say('noLimit') }),
    field('Role', {
      kind: 'choice',
      choices: [
        { value: 'main', label: say('main') },
        { value: 'backup', label: say('backup') },
      ],
    }),
    field('Priority', { kind: 'number', most: 1000, hint: say('lowFirst') }),
    field('ProbeSeconds', { kind: 'number', most: 3600, hint: say('never') }),
    field('LeastAnswered', { kind: 'number', most: 100, hint: say('anyRate') }),
    field('CalleeFormat', { kind: 'choice', choices: worded(FORMATS) }),
    field('CalleePrefix', { most: 8 }),
    field('CallerFormat', { kind: 'choice', choices: worded(FORMATS) }),
    field('Identity', { kind: 'choice', choices: worded(['asserted', 'preferred', 'none']) }),
    field('Srtp', { kind: 'choice', choices: worded(['off', 'allowed', 'required']) }),
    field('Codecs', { kind: 'choices', choices: plain(['PCMA', 'PCMU', 'G722']), hint: say('bestFirst') }),
    field('Purposes', {
      kind: 'choices',
      choices: [
        { value: '1', label: common('code') },
        { value: '2', label: common('notice') },
      ],
    }),
    field('Operators', {
      kind: 'choices',
      hint: say('allOfThem'),
      choices: Object.entries(MAINLAND_OPERATORS).map(([value, words]) => ({
        value,
        label: words[language],
      })),
    }),
    field('Countries', { kind: 'lines', hint: say('isoPerLine') }),
    field('Prices', { kind: 'lines', hint: say('onePerLine') }),
    field('Privacy', { kind: 'switch' }),
    field('SessionTimer', { kind: 'switch' }),
  ];
}

/** A trunk as its form shows it: lists by lines, and no password. */
export function trunkValues(trunk: Trunk): FormValues {
  const lines = { Countries: trunk.Countries.join('\n'), Prices: trunk.Prices.join('\n') };
  return { ...trunk, ...lines, Sources: trunk.Sources.join('\n'), Password: '' };
}

/**
 * The whole of a form as a change: what was emptied is sent empty, so that it counts; but for a password, which stays,
 * and a number that is not there.
 */
export function trunkChange(fields: readonly FormField[], values: FormValues): Record<string, unknown> {
  const change: Record<string, unknown> = {};
  for (const { name, kind } of fields) {
    const value = values[name];
    if (kind === 'lines') change[name] = linesOf(String(value ?? ''));
    else if (typeof value === 'string') change[name] = value.trim();
    else if (value !== undefined && value !== null) change[name] = value;
  }
  if (change.Password === '') delete change.Password;
  return change;
}
