import type { ResponseOf } from '@herald/contract';
import { Alert } from 'antd';
import { Link } from 'react-router';
import { SHELL } from '../../../shell/words.ts';
import { useWords } from '../../../words/language.ts';
import { REFUSAL_PLACES } from './refusal-places.ts';
import { SEND } from './send-words.ts';
import { START } from './words.ts';

/** Whether a send would go through now, and if not, every rule that says no and the page where that is seen to. */
export function SendVerdict({ guide }: { guide: ResponseOf<'QueryUVMSServiceGuide'> }) {
  const say = useWords(START);
  const why = useWords(SEND);
  const pageName = useWords(SHELL);
  if (guide.CanSend) {
    return <Alert type="success" showIcon title={say('canSend')} style={{ marginBottom: 8 }} />;
  }
  const reasons = new Map(
    guide.Sends.flatMap(({ Purpose, Refusals }) =>
      Refusals.map(({ RetCode, Reason }) => {
        const place = REFUSAL_PLACES[RetCode] ?? REFUSAL_PLACES[`${RetCode}-${Purpose}`];
        return [place ? why(place.words) : Reason, place] as const;
      }),
    ),
  );
  if (reasons.size === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={say('cannotSend')}
      description={
        <ul style={{ margin: 0, paddingInlineStart: 18 }}>
          {[...reasons].map(([reason, place]) => (
            <li key={reason}>
              <span>{reason}</span>{' '}
              {place && (
                <Link to={place.path} style={{ textDecoration: 'underline' }}>
                  {why('goTo', { page: pageName(place.page) })}
                </Link>
              )}
            </li>
          ))}
        </ul>
      }
      style={{ marginBottom: 8 }}
    />
  );
}
