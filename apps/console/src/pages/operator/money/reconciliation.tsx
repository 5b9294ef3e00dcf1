import type { ResponseOf } from '@herald/contract';
import { Card, Flex, Statistic, Tag } from 'antd';
import { Link, useParams } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { useWords } from '../../../words/language.ts';
import { useStaffName } from '../parts/staff-names.ts';
import { MONEY } from './words.ts';

type Answer = ResponseOf<'GetUVMSReconciliation'>;
type Line = Answer['Data'][number];

const VERDICTS = ['differing', 'missing-there', 'missing-here', 'unreadable'] as const;

/** One reconciliation, and every line that differs in it. */
export function Page() {
  const say = useWords(MONEY);
  const staffName = useStaffName();
  const filters = useFilters();
  const { runId = '' } = useParams();
  const verdict = filters.get('verdict');
  const answer = useAsk(
    'GetUVMSReconciliation',
    {
      RunId: runId,
      ...filters.paging,
      ...(verdict ? { Verdict: verdict as Line['Verdict'] } : {}),
    },
    { keep: true },
  );
  if (answer.error) return <Failure error={answer.error} onRetry={() => answer.refetch()} />;
  if (!answer.data) return <Loading />;
  const { Reconciliation: run } = answer.data;
  return (
    <>
      <PageHead
        title={`${run.TrunkId} · ${run.Day}`}
        intro={
          <>
            <Moment at={run.Time} /> · {staffName(run.RunBy)} ·{' '}
            <span className="mono wrap">{run.FileSha256}</span>
          </>
        }
      >
        <Link to="/operator/reconciliation">{say('back')}</Link>
      </PageHead>
      <Card size="small" style={{ marginBottom: 16 }}>
        <Flex gap={32} wrap>
          <Statistic title={say('matched')} value={run.Matched} />
          <Statistic title={say('differing')} value={run.Differing} />
          <Statistic title={say('missingThere')} value={run.MissingThere} />
          <Statistic title={say('missingHere')} value={run.MissingHere} />
          <Statistic title={say('unreadable')} value={run.Unreadable} />
          <Statistic title={say('resolved')} value={run.Resolved} />
          <Statistic title={say('seconds')} value={`${run.OurSeconds} / ${run.TheirSeconds}`} />
        </Flex>
      </Card>
      <Rows<Answer, Line>
        answer={answer}
        rows={({ Data }) => Data}
        rowKey={({ Verdict, FileLine, SessionNo }) => `${Verdict} ${FileLine} ${SessionNo}`}
        empty={say('noLines')}
        pagination={filters.pagination(answer.data.Total)}
        columns={[
          {
            title: say('verdict'),
            dataIndex: 'Verdict',
            render: (one: Line['Verdict'], { Reason }) => (
              <>
                <Tag color={one === 'unreadable' ? 'default' : 'warning'}>{say(`verdict-${one}`)}</Tag>
                {Reason && say(`why-${Reason}`)}
              </>
            ),
          },
          { title: say('fileLine'), dataIndex: 'FileLine', render: (line: number) => line || '–' },
          { title: say('start'), dataIndex: 'StartTime', render: (at: number) => <Moment at={at} /> },
          { title: say('phone'), dataIndex: 'Phone', className: 'number' },
          {
            title: say('seconds'),
            key: 'seconds',
            className: 'number',
            render: (_, { OurSeconds = '–', TheirSeconds = '–' }) => `${OurSeconds} / ${TheirSeconds}`,
          },
          { title: say('theirResult'), dataIndex: 'TheirResult', render: (text: string) => text || '–' },
          {
            title: say('message'),
            dataIndex: 'SessionNo',
            render: (id: string, { AccountId, CallId }) => (
              <>
                <span className="mono">{id || CallId}</span>
                {AccountId && (
                  <>
                    <br />
                    <Link to={`/operator/customers/${AccountId}`}>{AccountId}</Link>
                  </>
                )}
              </>
            ),
          },
        ]}
      >
        <FilterBar
          filters={filters}
          of={[
            {
              name: 'verdict',
              label: say('verdict'),
              width: 150,
              choices: VERDICTS.map((value) => ({ value, label: say(`verdict-${value}`) })),
            },
          ]}
        />
      </Rows>
    </>
  );
}
