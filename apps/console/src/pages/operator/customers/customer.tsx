import type { ResponseOf } from '@herald/contract';
import { Link, useParams } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { FormButton, SaveButton } from '../../../components/act.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { useMay } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { AuditTable } from '../parts/audit-table.tsx';
import { Sections } from '../parts/sections.tsx';
import { DESK } from '../parts/words.ts';
import { Deliveries } from './deliveries.tsx';
import { Members } from './members.tsx';
import { Messages } from './messages.tsx';
import { Money } from './money.tsx';
import { Rates } from './rates.tsx';
import { StatusTag } from './status-tag.tsx';
import { Summary } from './summary.tsx';
import { CUSTOMERS } from './words.ts';

export type Account = ResponseOf<'InspectUVMSAccount'>;

/** One customer: who it is, what it may do, its money, its messages, and what was done about it. */
export function Page() {
  const say = useWords(CUSTOMERS);
  const desk = useWords(DESK);
  const may = useMay();
  const { accountId = '' } = useParams();
  const { data: account, error, refetch } = useAsk('InspectUVMSAccount', { AccountId: accountId });
  if (error) return <Failure error={error} onRetry={() => refetch()} />;
  if (!account) return <Loading />;
  return (
    <>
      <PageHead
        title={account.Name || accountId}
        intro={
          <>
            <span className="mono">{accountId}</span> <StatusTag status={account.Status} />
          </>
        }
      >
        <FormButton
          action="ExportUVMSCustomerData"
          label={say('exportData')}
          intro={say('exportDataIntro')}
          fixed={{ AccountId: accountId }}
          fields={[{ name: 'Reason', label: desk('reason'), required: true }]}
        />
        <Link to="/operator/customers">{say('back')}</Link>
      </PageHead>
      <Sections
        label={account.Name || accountId}
        sections={[
          { key: 'summary', label: say('summary'), content: <Summary account={account} /> },
          { key: 'members', label: say('members'), content: <Members members={account.Members} /> },
          { key: 'money', label: say('money'), content: <Money account={account} /> },
          { key: 'messages', label: say('messages'), content: <Messages accountId={accountId} /> },
          { key: 'deliveries', label: say('deliveries'), content: <Deliveries accountId={accountId} /> },
          ...(may('ops:comply')
            ? [
                { key: 'rates', label: say('rates'), content: <Rates accountId={accountId} /> },
                { key: 'audit', label: say('audit'), content: <Acts accountId={accountId} /> },
              ]
            : []),
        ]}
      />
    </>
  );
}

function Acts({ accountId }: { accountId: string }) {
  const say = useWords(CUSTOMERS);
  return (
    <AuditTable
      accountId={accountId}
      extra={
        <SaveButton action="ExportUVMSAuditLog" request={{ AccountId: accountId }}>
          {say('exportChain')}
        </SaveButton>
      }
    />
  );
}
