import type { ResponseOf } from '@herald/contract';
import { useState } from 'react';
import { formatMoment } from '../components/values.tsx';
import { useLanguage, useWords } from '../words/language.ts';
import { Choice } from './choice.tsx';
import { CALLEE } from './words.ts';

type Refusal = ResponseOf<'ListUVMSCalleeRefusals'>['Data'][number];

const PURPOSES = { 0: 'everyPurpose', 1: 'onlyPurpose1', 2: 'onlyPurpose2' } as const;

/** Whom the number refuses, taking it back, and refusing everybody. */
export function Refusals({
  refusals,
  busy,
  onRefuseAll,
  onTakeBack,
}: {
  refusals: readonly Refusal[];
  busy: boolean;
  onRefuseAll(): void;
  onTakeBack(refusal: Refusal): void;
}) {
  const say = useWords(CALLEE);
  const language = useLanguage();
  const [asking, setAsking] = useState(false);
  const all = refusals.some(({ AccountId, Purpose }) => AccountId === '' && Purpose === 0);
  return (
    <section aria-labelledby="refusals">
      <h2 id="refusals">{say('refusals')}</h2>
      {refusals.length === 0 && <p className="card">{say('noRefusals')}</p>}
      {refusals.map((refusal) => (
        <div className="card row" key={`${refusal.AccountId} ${refusal.Purpose}`}>
          <span>
            <strong>{refusal.AccountId === '' ? say('everybody') : refusal.Enterprise}</strong>
            {' · '}
            {say(PURPOSES[refusal.Purpose])}
            <br />
            <span className="grey small">{formatMoment(refusal.CreateTime, language, 'day')}</span>
          </span>
          {refusal.Yours ? (
            <button type="button" disabled={busy} onClick={() => onTakeBack(refusal)}>
              {say('takeBack')}
            </button>
          ) : (
            <span className="grey small">{say('notYours')}</span>
          )}
        </div>
      ))}
      {!all && (
        <button type="button" className="wide" disabled={busy} onClick={() => setAsking(true)}>
          {say('refuseEverybody')}
        </button>
      )}
      {asking && (
        <Choice title={say('refuseEverybody')} onCancel={() => setAsking(false)}>
          <p>{say('refuseEverybodySure')}</p>
          <button
            type="button"
            className="wide danger"
            onClick={() => {
              setAsking(false);
              onRefuseAll();
            }}
          >
            {say('refuseEverybody')}
          </button>
        </Choice>
      )}
    </section>
  );
}
