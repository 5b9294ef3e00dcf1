import { NUMBER_KINDS, type ResponseOf } from '@herald/contract';
import { Card, Descriptions, Flex, Table } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { FormButton } from '../../../components/act.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { NumberEvents } from '../../../components/number-events.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { formatYuan } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { yuanColumn } from '../parts/desk-columns.tsx';
import { Due } from '../parts/due.tsx';
import { DESK } from '../parts/words.ts';
import { ApplicationActions } from './application-actions.tsx';
import { ApplicationState } from './application-state.tsx';
import { NUMBERS } from './words.ts';

type Answer = ResponseOf<'ListUVMSNumberApplications'>;
type Application = Answer['Data'][number];
type Offer = Application['Answers'][number];

const STALE = ['ListUVMSNumberApplications', 'ListUVMSNumbers'] as const;

/** One application, from the first check to the last number delivered. */
export function Page() {
  const say = useWords(NUMBERS);
  const language = useLanguage();
  const { applicationId = '' } = useParams();
  const { data, error, refetch } = useAsk('ListUVMSNumberApplications', { ApplicationId: applicationId });
  if (error) return <Failure error={error} onRetry={() => refetch()} />;
  const [application] = data?.Data ?? [];
  if (!data || !application) return <Loading />;
  return (
    <>
      <PageHead
        title={applicationId}
        intro={
          <>
            {NUMBER_KINDS[application.Kind][language]} ·{' '}
            <Link to={`/operator/customers/${application.AccountId}`}>{application.AccountId}</Link>{' '}
            <ApplicationState state={application.State} />
            {application.DueTime > 0 && <Due at={application.DueTime} />}
            <Link to="/operator/number-applications">{say('back')}</Link>
          </>
        }
      >
        <ApplicationActions application={application} />
      </PageHead>
      <Flex vertical gap={16}>
        <Wanted application={application} />
        <Offers application={application} />
        <Card size="small" title={say('history')}>
          <NumberEvents history={data.History ?? []} />
        </Card>
      </Flex>
    </>
  );
}

function Wanted({ application }: { application: Application }) {
  const say = useWords(NUMBERS);
  const desk = useWords(DESK);
  const { PeakConcurrency: peak, DailyMinutes: minutes, AverageSeconds: seconds } = application;
  const item = (key: string, label: string, children: ReactNode) => ({ key, label, children });
  return (
    <Card size="small" title={say('wanted')}>
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2 }}
        items={[
          item('need', say('need'), say('needValue', { peak, minutes, seconds })),
          item('carrier', say('carrier'), application.Carrier || '–'),
          item(
            'templates',
            say('templates'),
            <span className="mono">{application.TemplateIds.join(', ')}</span>,
          ),
          item('reason', desk('reason'), application.Reason || '–'),
        ]}
      />
      <Table<Application['Lines'][number]>
        size="small"
        rowKey="Line"
        dataSource={application.Lines}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: say('line'), dataIndex: 'Line' },
          { title: say('city'), dataIndex: 'FirstCity' },
          {
            title: say('alternatives'),
            dataIndex: 'Alternatives',
            render: (cities: readonly string[]) => cities.join(', ') || '–',
          },
          { title: say('available'), dataIndex: 'Quantity', align: 'right' },
          { title: say('pattern'), dataIndex: 'Pattern', render: (pattern: string) => pattern || '–' },
        ]}
      />
    </Card>
  );
}

/** What the carrier offers, line by line, and what of it was delivered. */
function Offers({ application: { Answers: answers, AccountId, State } }: { application: Application }) {
  const say = useWords(NUMBERS);
  const common = useWords(COMMON);
  return (
    <Card size="small" title={say('answers')}>
      <Table<Offer>
        size="small"
        rowKey="AnswerId"
        dataSource={answers}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: say('noAnswers') }}
        columns={[
          { title: say('line'), dataIndex: 'Line' },
          { title: say('city'), key: 'city', render: (_, { City, CityCode }) => `${City} ${CityCode}` },
          yuanColumn(say('rent'), 'Monthly'),
          {
            title: say('minimum'),
            key: 'minimum',
            render: (_, { MinimumMinutes: minutes, MinutePrice }) =>
              minutes === 0 ? '–' : say('minimumValue', { minutes, price: formatYuan(MinutePrice) }),
          },
          { title: say('available'), dataIndex: 'Available', align: 'right' },
          { title: say('chosen'), dataIndex: 'Chosen', align: 'right' },
          { title: say('delivered'), dataIndex: 'Delivered', align: 'right' },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, { AnswerId, Remaining }) =>
              State === 'provisioning' &&
              Remaining > 0 && (
                <FormButton
                  action="DeliverUVMSNumbers"
                  label={say('deliver')}
                  type="primary"
                  stale={STALE}
                  fixed={{ AccountId, AnswerId }}
                  initial={{ Activate: true }}
                  fields={[
                    { name: 'Numbers', label: say('deliverLines'), kind: 'lines', required: true },
                    { name: 'Activate', label: say('activate'), kind: 'switch' },
                  ]}
                />
              ),
          },
        ]}
      />
    </Card>
  );
}
