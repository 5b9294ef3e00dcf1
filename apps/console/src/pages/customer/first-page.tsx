import { Navigate } from 'react-router';
import { useAsk } from '../../api/ask.ts';
import { Failure } from '../../components/failure.tsx';
import { Loading } from '../../components/loading.tsx';

/** Who has not sent yet is led to the steps, everybody else to the overview. */
export function Page() {
  const guide = useAsk('QueryUVMSServiceGuide', {});
  if (guide.error) return <Failure error={guide.error} onRetry={() => guide.refetch()} />;
  if (!guide.data) return <Loading />;
  const sent = guide.data.Steps.some(({ Step, State }) => Step === 'send' && State === 'done');
  return <Navigate to={sent ? '/overview' : '/start'} replace />;
}
