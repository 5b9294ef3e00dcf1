import type { RequestOf, ResponseOf } from '@herald/contract';
import { Alert, Button, Card, Flex, Typography } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useAct, useAsk } from '../../../api/ask.ts';
import { FormButton } from '../../../components/act.tsx';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { linesOf } from '../../../components/form-fields.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { minuteColumn } from '../parts/desk-columns.tsx';
import { useStaffName } from '../parts/staff-names.ts';
import { DESK } from '../parts/words.ts';
import { MONEY } from './words.ts';

type Answer = ResponseOf<'ListUVMSReconciliations'>;
type Run = Answer['Data'][number];

const COUNTS = [
  ['matched', 'Matched'],
  ['differing', 'Differing'],
  ['missingThere', 'MissingThere'],
  ['missingHere', 'MissingHere'],
  ['unreadable', 'Unreadable'],
  ['resolved', 'Resolved'],
] as const;

/** Carriers' call records beside the calls of trunks; and the ledger beside its postings. */
export function Page() {
  const say = useWords(MONEY);
  const staffName = useStaffName();
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const runs = useAsk('ListUVMSReconciliations', filters.paging, { keep: true });
  return (
    <>
      <PageHead title={say('reconciliation')} intro={say('reconciliationIntro')}>
        <RunButton />
      </PageHead>
      <Flex vertical gap={16}>
        <Rows<Answer, Run>
          answer={runs}
          rows={({ Data }) => Data}
          rowKey="RunId"
          empty={say('noRuns')}
          pagination={filters.pagination(runs.data?.Total ?? 0)}
          columns={[
            {
              title: say('day'),
              dataIndex: 'Day',
              render: (day: string, { RunId }) => <Link to={`/operator/reconciliation/${RunId}`}>{day}</Link>,
            },
            { title: say('trunk'), dataIndex: 'TrunkId', className: 'mono' },
            ...COUNTS.map(([words, field]) => ({
              title: say(words),
              dataIndex: field,
              align: 'right' as const,
            })),
            {
              title: say('seconds'),
              key: 'seconds',
              align: 'right',
              className: 'number',
              render: (_, { OurSeconds, TheirSeconds }) => `${OurSeconds} / ${TheirSeconds}`,
            },
            minuteColumn(common('time'), 'Time'),
            { title: desk('by'), dataIndex: 'RunBy', render: staffName },
          ]}
        />
        <LedgerCard />
      </Flex>
    </>
  );
}

function RunButton() {
  const say = useWords(MONEY);
  const navigate = useNavigate();
  const { data: trunks } = useAsk('ListUVMSTrunks', { IncludeRetired: true, NumPerPage: 100 });
  return (
    <FormButton
      action="ReconcileUVMSCarrier"
      label={say('run')}
      intro={say('runIntro')}
      type="primary"
      size="middle"
      stale={['ListUVMSReconciliations']}
      fields={[
        {
          name: 'TrunkId',
          label: say('trunk'),
          kind: 'choice',
          required: true,
          choices: (trunks?.Data ?? []).map(({ TrunkId, Name }) => ({ value: TrunkId, label: Name })),
        },
        { name: 'Day', label: say('day'), kind: 'day', required: true },
        { name: 'File', label: say('file'), kind: 'file', required: true },
        { name: 'Columns', label: say('columns'), kind: 'lines', placeholder: 'seconds=billsec' },
      ]}
      request={({ Columns, ...asked }) => {
        // The parameters of an upload are in the query, where a list is one parameter for each of its items.
        const columns = linesOf(String(Columns ?? '')).map((column, index) => [`Columns.${index}`, column]);
        return { ...asked, ...Object.fromEntries(columns) } as RequestOf<'ReconcileUVMSCarrier'>;
      }}
      onDone={({ Reconciliation }) => navigate(`/operator/reconciliation/${Reconciliation.RunId}`)}
    />
  );
}

function LedgerCard() {
  const say = useWords(MONEY);
  const verify = useAct('VerifyUVMSLedger');
  const { data: verdict } = verify;
  return (
    <Card
      size="small"
      title={say('ledger')}
      extra={
        <Button size="small" loading={verify.isPending} onClick={() => verify.mutate({})}>
          {say('verify')}
        </Button>
      }
    >
      <Typography.Paragraph type="secondary" style={{ margin: 0 }}>
        {say('ledgerIntro')}
      </Typography.Paragraph>
      <Failure error={verify.error} />
      {verdict && (
        <Alert
          type={verdict.Total === 0 ? 'success' : 'error'}
          showIcon
          title={
            verdict.Total === 0
              ? say('ledgerWhole', { count: verdict.Transfers })
              : say('ledgerFaulty', { count: verdict.Total })
          }
          description={verdict.Faults.map(({ AccountId, LedgerAccount, Fault }) => (
            <div key={`${AccountId} ${LedgerAccount} ${Fault}`} className="mono wrap">
              {AccountId} {LedgerAccount}: {Fault}
            </div>
          ))}
          style={{ marginTop: 12 }}
        />
      )}
    </Card>
  );
}
