import { NUMBER_KINDS, NUMBER_STATES, type NumberState, type ResponseOf } from '@herald/contract';
import { Tag, Typography } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { Act, FormButton } from '../../../components/act.tsx';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { NumberLimits } from '../../../components/number-limits.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment, Yuan } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { NUMBER_LIMITS } from '../../../words/limits.ts';
import { choicesOf } from '../parts/choices.ts';
import { DESK } from '../parts/words.ts';
import { NUMBERS } from './words.ts';

type Answer = ResponseOf<'ListUVMSNumbers'>;
type Owned = Answer['Data'][number];

const STALE = ['ListUVMSNumbers'] as const;
const COLOURS = {
  'to-provision': 'processing',
  active: 'success',
  cancelling: 'warning',
  cancelled: 'default',
  expired: 'default',
} as const satisfies Record<NumberState, string>;

/** All numbers: of the pool, and of customers. */
export function Page() {
  const say = useWords(NUMBERS);
  const limits = useWords(NUMBER_LIMITS);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const language = useLanguage();
  const filters = useFilters();
  const { get } = filters;
  const numbers = useAsk(
    'ListUVMSNumbers',
    {
      ...filters.paging,
      ...(get('group') ? { Group: get('group') as 'pool' | 'exclusive' } : {}),
      ...(get('state') ? { State: get('state') as NumberState } : {}),
      ...(get('account') ? { AccountId: get('account') } : {}),
      ...(get('city') ? { CityCode: get('city') } : {}),
      ...(get('paused') === 'yes' ? { PausedOnly: true } : {}),
    },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        <LimitsButton />
        <FormButton
          action="ImportUVMSPoolNumbers"
          label={say('import')}
          type="primary"
          size="middle"
          stale={STALE}
          fields={[
            {
              name: 'Numbers',
              label: say('importLines'),
              kind: 'lines',
              required: true,
              placeholder: '+862151860010,021',
            },
          ]}
        />
      </PageHead>
      <Rows<Answer, Owned>
        answer={numbers}
        rows={({ Data }) => Data}
        rowKey={({ AccountId, Number: number }) => `${AccountId} ${number}`}
        empty={say('noNumbers')}
        pagination={filters.pagination(numbers.data?.Total ?? 0)}
        columns={[
          {
            title: say('number'),
            dataIndex: 'Number',
            className: 'number',
            render: (number: string, { Kind }) => (
              <>
                {number}
                <br />
                <Typography.Text type="secondary">{NUMBER_KINDS[Kind][language]}</Typography.Text>
              </>
            ),
          },
          { title: say('city'), key: 'city', render: (_, { City, CityCode }) => `${City} ${CityCode}` },
          {
            title: say('group'),
            dataIndex: 'AccountId',
            render: (id: string) =>
              id === '' ? say('pool') : <Link to={`/operator/customers/${id}`}>{id}</Link>,
          },
          {
            title: common('state'),
            dataIndex: 'State',
            render: (state: NumberState, { PausedReason, PauseTime, WhyNot }) => (
              <>
                <Tag color={COLOURS[state]}>{NUMBER_STATES[state][language]}</Tag>
                {PauseTime > 0 && <Tag color="error">{say('paused')}</Tag>}
                <Typography.Text type="secondary">{PausedReason || WhyNot}</Typography.Text>
              </>
            ),
          },
          {
            title: say('rent'),
            dataIndex: 'Monthly',
            align: 'right',
            render: (amount: string, { AccountId }) => (AccountId === '' ? '–' : <Yuan amount={amount} />),
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
            title: common('actions'),
            key: 'actions',
            render: (_, { Number: number, PauseTime }) =>
              PauseTime > 0 ? (
                <Act action="ResumeUVMSNumber" request={{ Number: number }} stale={STALE}>
                  {say('resume')}
                </Act>
              ) : (
                <FormButton
                  action="PauseUVMSNumber"
                  label={say('pause')}
                  danger
                  stale={STALE}
                  fixed={{ Number: number }}
                  fields={[{ name: 'Reason', label: desk('reason'), required: true }]}
                />
              ),
          },
        ]}
      >
        <FilterBar
          filters={filters}
          of={[
            {
              name: 'group',
              label: say('group'),
              width: 110,
              choices: [
                { value: 'pool', label: say('pool') },
                { value: 'exclusive', label: say('exclusive') },
              ],
            },
            {
              name: 'state',
              label: common('state'),
              width: 130,
              choices: choicesOf(NUMBER_STATES, language),
            },
            {
              name: 'paused',
              label: say('pausedOnly'),
              width: 130,
              byDefault: 'no',
              choices: [
                { value: 'no', label: desk('no') },
                { value: 'yes', label: desk('yes') },
              ],
            },
            { name: 'city', label: say('cityCode'), width: 100 },
            { name: 'account', label: desk('accountId') },
          ]}
        />
      </Rows>
    </>
  );
}

function LimitsButton() {
  const say = useWords(NUMBERS);
  const limit = (name: string, label: string) => ({ name, label, kind: 'number', required: true }) as const;
  return (
    <FormButton
      action="SetUVMSNumberLimits"
      label={say('limits')}
      intro={say('limitsIntro')}
      size="middle"
      stale={STALE}
      initial={{ Concurrency: 0, Cps: 0, DailyLimit: 0 }}
      fields={[
        { name: 'Numbers', label: say('numbers'), kind: 'lines', required: true },
        limit('Concurrency', say('concurrency')),
        limit('Cps', say('cps')),
        limit('DailyLimit', say('dailyLimit')),
      ]}
    />
  );
}
