import { NUMBER_APPLICATION_STATES, NUMBER_KINDS } from '@herald/contract';
import { Alert, Button, Card, Descriptions, Flex, Steps, Table, Typography } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { NumberEvents } from '../../../components/number-events.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Moment } from '../../../components/values.tsx';
import { useMay } from '../../../shell/me.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { ApplicationForm } from './application-form.tsx';
import { Offers } from './offers.tsx';
import { APPLICATION_STALE, type Application, ApplicationState } from './states.tsx';
import { NUMBERS } from './words.ts';

/** Its way, as it is meant to go. */
const WAY = ['draft', 'to-review', 'with-carrier', 'to-pay', 'provisioning', 'done'] as const;
/** The operator's and the carrier's answers come without being asked for. */
const LOOK = 10_000;

/** A new application, or one on its way: `/numbers/applications/new`, `/numbers/applications/<ApplicationId>`. */
export function Page() {
  const say = useWords(NUMBERS);
  const { applicationId = 'new' } = useParams();
  if (applicationId === 'new') {
    return (
      <>
        <PageHead title={say('apply')} />
        <ApplicationForm application={undefined} />
      </>
    );
  }
  return <OnItsWay key={applicationId} applicationId={applicationId} />;
}

function OnItsWay({ applicationId }: { applicationId: string }) {
  const say = useWords(NUMBERS);
  const may = useMay();
  const [isEditing, setEditing] = useState(false);
  const { data, error, refetch } = useAsk(
    'QueryUVMSNumberApplications',
    { ApplicationId: applicationId },
    { every: LOOK },
  );
  if (error) return <Failure error={error} onRetry={() => refetch()} />;
  const [application] = data?.Data ?? [];
  if (!data || !application) return <Loading />;
  const { State: state } = application;
  const request = { ApplicationId: applicationId };
  const writes = may('enterprise:write');
  return (
    <>
      <PageHead title={say('application', { id: applicationId })} intro={<ApplicationState state={state} />}>
        {writes && state === 'draft' && !isEditing && (
          <>
            <Button onClick={() => setEditing(true)}>{say('edit')}</Button>
            <ActButton
              type="primary"
              action="SubmitUVMSNumberApplication"
              request={request}
              stale={APPLICATION_STALE}
              said={say('submitted')}
            >
              {say('submit')}
            </ActButton>
          </>
        )}
        {writes && state === 'to-review' && (
          <ActButton action="WithdrawUVMSNumberApplication" request={request} stale={APPLICATION_STALE}>
            {say('withdraw')}
          </ActButton>
        )}
        {writes && (state === 'draft' || state === 'to-pay') && (
          <ActButton
            danger
            type="text"
            action="CancelUVMSNumberApplication"
            request={request}
            stale={APPLICATION_STALE}
            confirm={say('cancelSure')}
          >
            {say('cancel')}
          </ActButton>
        )}
      </PageHead>
      <Flex vertical gap={16}>
        {state !== 'cancelled' && <Way state={state} />}
        {application.Reason && (
          <Alert type="warning" showIcon title={say('reason')} description={application.Reason} />
        )}
        {isEditing && state === 'draft' ? (
          <ApplicationForm application={application} onSaved={() => setEditing(false)} />
        ) : (
          <>
            {application.Answers.length > 0 && <Offers application={application} />}
            <Wanted application={application} />
          </>
        )}
        <Card size="small" title={say('history')}>
          <NumberEvents history={data.History} />
        </Card>
      </Flex>
    </>
  );
}

function Way({ state }: { state: (typeof WAY)[number] }) {
  const language = useLanguage();
  return (
    <Card size="small">
      <Steps
        size="small"
        responsive
        current={WAY.indexOf(state)}
        items={WAY.map((step) => ({ title: NUMBER_APPLICATION_STATES[step][language] }))}
      />
    </Card>
  );
}

function Wanted({ application }: { application: Application }) {
  const say = useWords(NUMBERS);
  const language = useLanguage();
  const { PeakConcurrency: peak, DailyMinutes: minutes, AverageSeconds: seconds } = application;
  return (
    <Card size="small" title={say('wanted')}>
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2 }}
        items={[
          { key: 'kind', label: say('kind'), children: NUMBER_KINDS[application.Kind][language] },
          {
            key: 'traffic',
            label: say('traffic'),
            children: say('trafficValue', { peak, minutes, seconds }),
          },
          {
            key: 'templates',
            label: say('templates'),
            children: <span className="mono wrap">{application.TemplateIds.join(', ')}</span>,
          },
          {
            key: 'due',
            label: say('due'),
            children: (
              <>
                <Moment at={application.DueTime} precision="minute" />
                {application.Overdue && <Typography.Text type="warning"> {say('overdue')}</Typography.Text>}
              </>
            ),
          },
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
          {
            title: say('firstCity'),
            dataIndex: 'FirstCity',
            render: (city: string) => city || say('wholeCountry'),
          },
          {
            title: say('alternatives'),
            dataIndex: 'Alternatives',
            render: (cities: readonly string[]) => cities.join(', ') || '–',
          },
          { title: say('quantity'), dataIndex: 'Quantity', align: 'right' },
          { title: say('pattern'), dataIndex: 'Pattern', render: (pattern: string) => pattern || '–' },
        ]}
      />
    </Card>
  );
}
