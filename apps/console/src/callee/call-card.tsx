import type { ResponseOf } from '@herald/contract';
import { useState } from 'react';
import { formatMoment } from '../components/values.tsx';
import { useLanguage, useWords } from '../words/language.ts';
import { Choice } from './choice.tsx';
import { ComplaintForm, type ComplaintKind } from './complaint-form.tsx';
import { CALLEE } from './words.ts';

export type Call = ResponseOf<'ListUVMSCalleeCalls'>['Data'][number];

/** One call: who, why, when, what came of it, and refusing who made it. */
export function CallCard({
  call,
  busy,
  onRefuse,
  onComplain,
  onRevoke,
}: {
  call: Call;
  busy: boolean;
  onRefuse(purpose: 0 | 1 | 2): void;
  onComplain(kind: ComplaintKind, words: string): void;
  onRevoke(kind: 'recording' | 'improvement'): void;
}) {
  const say = useWords(CALLEE);
  const language = useLanguage();
  const [asking, setAsking] = useState(false);
  const [complaining, setComplaining] = useState(false);
  const { Duration: seconds, Result: result } = call;
  const choose = (purpose: 0 | 1 | 2) => {
    setAsking(false);
    onRefuse(purpose);
  };
  return (
    <article className="card">
      <div className="row">
        <h3>{call.Enterprise}</h3>
        <span className="tag">{say(`purpose${call.Purpose}`)}</span>
      </div>
      <p className="grey small">
        <time dateTime={new Date(call.CallTime).toISOString()}>
          {formatMoment(call.CallTime, language, 'minute')}
        </time>
        {' · '}
        {seconds > 0 ? say('seconds', { result, seconds }) : result}
        {' · '}
        {say('shown', { number: call.ShowNumber })}
      </p>
      {call.OwnAccount ? (
        <p>{say('ownCall')}</p>
      ) : (
        <>
          <p>{call.TemplateName}</p>
          {call.TemplateText !== '' && (
            <blockquote title={say('said')}>
              <span className="grey small">{say('said')}</span>
              <br />
              {call.TemplateText}
            </blockquote>
          )}
          {call.Recorded && (
            <button type="button" className="wide" disabled={busy} onClick={() => onRevoke('recording')}>
              {say('revoke')}
            </button>
          )}
          {call.Improves && (
            <button type="button" className="wide" disabled={busy} onClick={() => onRevoke('improvement')}>
              {say('revokeImprovement')}
            </button>
          )}
          <div className="row">
            {call.Refused ? (
              <span className="tag ok">{say('refusedTag')}</span>
            ) : (
              <button type="button" disabled={busy} onClick={() => setAsking(true)}>
                {say('refuse')}
              </button>
            )}
            <button type="button" className="link" disabled={busy} onClick={() => setComplaining(true)}>
              {say('complain')}
            </button>
          </div>
        </>
      )}
      {complaining && (
        <ComplaintForm
          name={call.Enterprise}
          onCancel={() => setComplaining(false)}
          onSend={(kind, words) => {
            setComplaining(false);
            onComplain(kind, words);
          }}
        />
      )}
      {asking && (
        <Choice title={say('refuseTitle', { name: call.Enterprise })} onCancel={() => setAsking(false)}>
          <button type="button" className="wide" onClick={() => choose(0)}>
            {say('refuseAllKinds')}
          </button>
          <button type="button" className="wide" onClick={() => choose(2)}>
            {say('refuseNotices')}
          </button>
          <button type="button" className="wide" onClick={() => choose(1)}>
            {say('refuseCodes')}
          </button>
        </Choice>
      )}
    </article>
  );
}
