import type { ResponseOf } from '@herald/contract';
import { Alert, Button } from 'antd';
import { useAct } from '../../../api/ask.ts';
import { SaveButton } from '../../../components/act.tsx';
import { Failure } from '../../../components/failure.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { useWords } from '../../../words/language.ts';
import { AuditTable } from '../parts/audit-table.tsx';
import { AUDIT } from '../parts/audit-words.ts';

/** 4.2.11: what was done, and the proof that nothing of it was changed. */
export function Page() {
  const say = useWords(AUDIT);
  const verify = useAct('VerifyUVMSAuditLog');
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        <SaveButton size="middle" action="ExportUVMSAuditLog" request={{}}>
          {say('exportPlatform')}
        </SaveButton>
        <Button type="primary" loading={verify.isPending} onClick={() => verify.mutate({})}>
          {say('verify')}
        </Button>
      </PageHead>
      <Failure error={verify.error} />
      {verify.data && <Verdict verdict={verify.data} />}
      <AuditTable />
    </>
  );
}

function Verdict({ verdict }: { verdict: ResponseOf<'VerifyUVMSAuditLog'> }) {
  const say = useWords(AUDIT);
  const { Chains: chains, Records: records, Total, Faults } = verdict;
  return (
    <Alert
      type={Total === 0 ? 'success' : 'error'}
      showIcon
      title={Total === 0 ? say('whole', { chains, records }) : say('faulty', { count: Total })}
      description={Faults.map(({ Chain, Seq, Fault }) => (
        <div key={`${Chain} ${Seq} ${Fault}`} className="mono">
          {Chain || say('platformChain')} #{Seq}: {say(`fault-${Fault}`)}
        </div>
      ))}
      style={{ marginBottom: 16 }}
    />
  );
}
