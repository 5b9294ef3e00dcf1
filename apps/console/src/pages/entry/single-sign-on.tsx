import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { call } from '../../api/call.ts';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';
import { useWords } from '../../words/language.ts';
import { EntryFrame } from './entry-frame.tsx';
import { takeTicket } from './oidc-ticket.ts';
import { ENTRY } from './words.ts';

/** Where a browser comes back to from a single sign-on. */
export function Page() {
  const say = useWords(ENTRY);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>();
  const begun = useRef(false);

  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    const kept = takeTicket();
    if (!kept) {
      navigate('/login');
      return;
    }
    call('customer', 'FinishOidcLogin', {
      Ticket: kept.ticket,
      Response: location.search.slice(1),
      Cookie: true,
    })
      .then(() => {
        client.clear();
        return navigate(kept.wayBack);
      })
      .catch(setError);
  }, [navigate, client]);

  return (
    <EntryFrame title={say('singleSignOn')} intro={error ? '' : say('signingOn')}>
      {error ? <Failure error={error} /> : <Loading />}
      <Link to="/login">{say('logIn')}</Link>
    </EntryFrame>
  );
}
