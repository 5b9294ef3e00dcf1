import { NUMBER_KINDS } from '@herald/contract';
import { Card, Empty, Flex, Table, Typography } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { LinkButton } from '../../../components/link-button.tsx';
import { NumberLimits } from '../../../components/number-limits.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { formatYuan, Moment, Yuan } from '../../../components/values.tsx';
import { useMay } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { NUMBER_LIMITS } from '../../../words/limits.ts';
import { InboundFlow } from './inbound-flow.tsx';
import { NumberActions } from './number-actions.tsx';
import { NumberHistory } from './number-history.tsx';
import { NUMBER_STALE, NumberStateTag, NumberTabs, type OwnedNumber } from './states.tsx';
import { NUMBERS } from './words.ts';

/** The account's exclusive numbers. */
export function Page() {
  const say = useWords(NUMBERS);
  const limits = useWords(NUMBER_LIMITS);
  const common = useWords(COMMON);
  const language = useLanguage();
  const may = useMay();
  const pays = may('billing:pay');
  const filters = useFilters();
  const numbers = useAsk('QueryUVMSNumbers', filters.paging, { keep: true });
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        {may('enterprise:write') && (
          <LinkButton to="/numbers/applications/new" type="primary">
            {say('apply')}
          </LinkButton>
        )}
      </PageHead>
      <NumberTabs here="mine" />
      <Failure error={numbers.error} onRetry={() => numbers.refetch()} />
      <Card size="small">
        <Table<OwnedNumber>
          size="small"
          rowKey="Number"
          loading={numbers.isPending}
          dataSource={numbers.data?.Data ?? []}
          pagination={filters.pagination(numbers.data?.Total ?? 0)}
          scroll={{ x: 'max-content' }}
          locale={{
            emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noNumbers')} />,
          }}
          columns={[
            {
              title: say('number'),
              dataIndex: 'Number',
              render: (number: string, { City, Kind }) => (
                <>
                  <span className="number">{number}</span>
                  <br />
                  <Typography.Text type="secondary">
                    {NUMBER_KINDS[Kind][language]} · {City || say('wholeCountry')}
                  </Typography.Text>
                </>
              ),
            },
            {
              title: common('state'),
              dataIndex: 'State',
              render: (state: OwnedNumber['State'], { Usable, WhyNot, Owes }) => (
                <div style={{ maxWidth: 260, whiteSpace: 'normal' }}>
                  <NumberStateTag state={state} />
                  {Number(Owes) > 0 && (
                    <Typography.Text type="danger">
                      {say('owes', { amount: formatYuan(Owes) })}
                    </Typography.Text>
                  )}
                  {!Usable && <div>{WhyNot}</div>}
                </div>
              ),
            },
            {
              title: say('monthly'),
              dataIndex: 'Monthly',
              render: (amount: string, { MinimumMinutes, MinutePrice }) => (
                <>
                  <Yuan amount={amount} />
                  {MinimumMinutes > 0 && (
                    <div>
                      {say('minimum')}{' '}
                      {say('minimumValue', { minutes: MinimumMinutes, price: formatYuan(MinutePrice) })}
                    </div>
                  )}
                </>
              ),
            },
            {
              title: limits('limits'),
              key: 'limits',
              render: (_, number) => <NumberLimits number={number} />,
            },
            {
              title: say('expires'),
              dataIndex: 'ExpireTime',
              render: (at: number) => <Moment at={at} precision="day" />,
            },
            {
              title: say('autoRenew'),
              dataIndex: 'AutoRenew',
              render: (on: boolean, { Number: number, State }) =>
                pays && (State === 'active' || State === 'expired') ? (
                  <ActButton
                    size="small"
                    action="UpdateUVMSNumber"
                    request={{ Number: number, AutoRenew: !on }}
                    stale={NUMBER_STALE}
                    confirm={say(on ? 'autoRenewOff' : 'autoRenewOn')}
                  >
                    {say(on ? 'on' : 'off')}
                  </ActButton>
                ) : (
                  say(on ? 'on' : 'off')
                ),
            },
            {
              title: say('inbound'),
              key: 'inbound',
              render: (_, number) => <InboundFlow number={number} />,
            },
            {
              title: common('actions'),
              key: 'actions',
              render: (_, number) => (
                <Flex gap={4} wrap>
                  {pays && <NumberActions number={number} />}
                  <NumberHistory number={number.Number} />
                </Flex>
              ),
            },
          ]}
        />
      </Card>
    </>
  );
}
