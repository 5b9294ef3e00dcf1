import { Alert, Col, Flex, Row, Statistic } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { dayOf } from '../../../components/beijing-day.ts';
import { Failure } from '../../../components/failure.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Panel } from '../../../components/panel.tsx';
import { formatYuan } from '../../../components/values.tsx';
import { useMay, useProject } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { Charts } from './charts.tsx';
import { AlarmCard, PackageCard } from './money-cards.tsx';
import { RecentRecords } from './recent-records.tsx';
import { OVERVIEW } from './words.ts';

const EVERY = 30_000;

/** How it goes today: sends, answers, cost, what is left, and what is wrong. */
export function Page() {
  const say = useWords(OVERVIEW);
  const sees = useMay()('billing:read');
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Row gutter={[16, 16]} align="stretch">
        <Today sees={sees} />
        <Col xs={24} xl={sees ? 12 : 24}>
          <Charts />
        </Col>
        {sees && (
          <Col xs={24} xl={12}>
            <Flex vertical gap={16}>
              <PackageCard />
              <AlarmCard />
            </Flex>
          </Col>
        )}
        <Col span={24}>
          <RecentRecords />
        </Col>
      </Row>
    </>
  );
}

function Today({ sees }: { sees: boolean }) {
  const say = useWords(OVERVIEW);
  const [today] = useState(() => dayOf(Date.now()));
  const sends = useAsk(
    'GetUVMSSendStatistics',
    { StartDay: today, EndDay: today, GroupBy: 'day', ...useProject() },
    { every: EVERY },
  );
  const balance = useAsk('GetBalance', {}, { every: EVERY, enabled: sees });
  const total = sends.data?.Total;
  const { AccountInfo: account, Suspended: suspended = [] } = balance.data ?? {};
  const failed = sends.error ?? balance.error;
  return (
    <>
      {(failed || suspended.length > 0) && (
        <Col span={24}>
          <Failure error={failed} onRetry={() => sends.refetch()} />
          {suspended.map(({ Purpose, GroupType }) => (
            <Suspended key={`${Purpose}.${GroupType}`} purpose={Purpose} />
          ))}
        </Col>
      )}
      <Figure title={say('sendsToday')} value={String(total?.Sent ?? 0)} loading={sends.isPending} />
      <Figure
        title={say('answerRate')}
        value={total && total.Dialled > 0 ? `${(total.AnswerRatio * 100).toFixed(1)}%` : '–'}
        foot={say('count', { count: total?.Answered ?? 0 })}
        loading={sends.isPending}
      />
      {sees && (
        <>
          <Figure
            title={say('costToday')}
            value={formatYuan(total?.Cost ?? '0')}
            foot={say('units', { count: total?.Units ?? 0 })}
            loading={sends.isPending}
          />
          <Figure
            title={say('balance')}
            value={formatYuan(account?.AmountAvailable ?? '0')}
            foot={
              <>
                {say('frozen', { amount: formatYuan(account?.AmountFreeze ?? '0') })}{' '}
                <Link to="/packages#top-up" style={{ textDecoration: 'underline' }}>
                  {say('topUp')}
                </Link>
              </>
            }
            loading={balance.isPending}
          />
        </>
      )}
    </>
  );
}

function Suspended({ purpose }: { purpose: 1 | 2 }) {
  const say = useWords(OVERVIEW);
  const what = useWords(COMMON)(purpose === 1 ? 'code' : 'notice');
  return <Alert type="warning" showIcon title={say('suspended', { what })} style={{ marginBottom: 8 }} />;
}

function Figure({
  title,
  value,
  foot,
  loading,
}: {
  title: string;
  value: string;
  foot?: React.ReactNode;
  loading: boolean;
}) {
  return (
    <Col xs={12} lg={6}>
      <Panel fills>
        <Statistic title={title} value={value} loading={loading} styles={{ content: { fontSize: 24 } }} />
        {foot}
      </Panel>
    </Col>
  );
}
