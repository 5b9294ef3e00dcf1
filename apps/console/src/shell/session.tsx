import { type ReactNode, useRef } from 'react';
import { Navigate, useLocation } from 'react-router';
import { useAsk } from '../api/ask.ts';
import { isSessionOver, type Realm } from '../api/call.ts';
import { RealmContext, useRealm } from '../api/realm.ts';
import { Failure } from '../components/failure.tsx';
import { Loading } from '../components/loading.tsx';
import { MeContext } from './me.ts';

/** Pages of a realm, for somebody who is logged in there; anybody else is led to its log-in, and back afterwards. */
export function Session({ realm, children }: { realm: Realm; children: ReactNode }) {
  return (
    <RealmContext value={realm}>
      <WhoIsIt>{children}</WhoIsIt>
    </RealmContext>
  );
}

function WhoIsIt({ children }: { children: ReactNode }) {
  const realm = useRealm();
  const me = useAsk('GetMe', {});
  const wasIn = useRef(false);
  const { pathname, search } = useLocation();
  if (isSessionOver(me.error)) {
    const query = new URLSearchParams({ return: `${pathname}${search}` });
    if (wasIn.current) query.set('ended', '1');
    return <Navigate to={`${realm === 'operator' ? '/operator-login' : '/login'}?${query}`} replace />;
  }
  if (me.data) {
    wasIn.current = true;
    return <MeContext value={me.data}>{children}</MeContext>;
  }
  if (me.error) return <Failure error={me.error} onRetry={() => me.refetch()} />;
  return <Loading />;
}
