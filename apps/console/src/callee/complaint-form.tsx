import type { RequestOf } from '@herald/contract';
import { useState } from 'react';
import { useWords } from '../words/language.ts';
import { Choice } from './choice.tsx';
import { CALLEE } from './words.ts';

export type ComplaintKind = RequestOf<'ComplainUVMSCall'>['Kind'];

const KINDS = {
  harassment: 'harassment',
  marketing: 'marketing',
  fraud: 'fraud',
  content: 'content',
  frequency: 'frequency',
  'called-after-refusal': 'calledAfterRefusal',
  other: 'other',
} as const satisfies Record<ComplaintKind, keyof typeof CALLEE>;

/** What is wrong with a call. */
export function ComplaintForm({
  name,
  onSend,
  onCancel,
}: {
  name: string;
  onSend(kind: ComplaintKind, words: string): void;
  onCancel(): void;
}) {
  const say = useWords(CALLEE);
  const [kind, setKind] = useState<ComplaintKind>('harassment');
  const [words, setWords] = useState('');
  return (
    <Choice title={say('complainTitle', { name })} onCancel={onCancel}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSend(kind, words.trim());
        }}
      >
        <p className="grey small">{say('complainHint')}</p>
        <label htmlFor="kind">{say('kind')}</label>
        <select id="kind" value={kind} onChange={(event) => setKind(event.target.value as ComplaintKind)}>
          {Object.entries(KINDS).map(([value, word]) => (
            <option key={value} value={value}>
              {say(word)}
            </option>
          ))}
        </select>
        <label htmlFor="words">{say('words')}</label>
        <textarea
          id="words"
          rows={3}
          maxLength={1000}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <button type="submit" className="main">
          {say('send')}
        </button>
      </form>
    </Choice>
  );
}
