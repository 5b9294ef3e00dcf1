import type { ResponseOf } from '@herald/contract';
import { formatMoment } from '../components/values.tsx';
import { useLanguage, useWords } from '../words/language.ts';
import { CALLEE } from './words.ts';

type Consent = ResponseOf<'ListUVMSCalleeConsents'>['Data'][number];

/** What stands of what was agreed to in calls that the callee made himself; of those to him the calls tell it. */
export function OwnConsents({
  consents,
  busy,
  onRevoke,
}: {
  consents: readonly Consent[];
  busy: boolean;
  onRevoke(consent: Consent): void;
}) {
  const say = useWords(CALLEE);
  const language = useLanguage();
  const own = consents.filter(({ Inbound, RevokeTime }) => Inbound && RevokeTime === 0);
  if (own.length === 0) return null;
  return (
    <section aria-labelledby="own-consents">
      <h2 id="own-consents">{say('ownConsents')}</h2>
      {own.map((consent) => (
        <article className="card" key={`${consent.SessionNo} ${consent.Kind} ${consent.Time}`}>
          <h3>{consent.Enterprise}</h3>
          <p className="grey small">{formatMoment(consent.Time, language, 'minute')}</p>
          {consent.Question !== '' && <blockquote>{consent.Question}</blockquote>}
          <button type="button" className="wide" disabled={busy} onClick={() => onRevoke(consent)}>
            {say(consent.Kind === 'recording' ? 'revoke' : 'revokeImprovement')}
          </button>
        </article>
      ))}
    </section>
  );
}
