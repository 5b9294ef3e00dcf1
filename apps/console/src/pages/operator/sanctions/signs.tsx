import type { ResponseOf } from '@herald/contract';
import { Flex, Tag, Typography } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { FormButton } from '../../../components/act.tsx';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { accountColumn, minuteColumn } from '../parts/desk-columns.tsx';
import { useStaffName } from '../parts/staff-names.ts';
import { DESK } from '../parts/words.ts';
import { OrderButton } from './rectifications.tsx';
import { SIGNS } from './sign-words.ts';

type Answer = ResponseOf<'ListUVMSSigns'>;
type Sign = Answer['Data'][number];

/** 4.3.5, 4.2.7 b: what the staff should look into. */
export function Page() {
  const say = useWords(SIGNS);
  const staffName = useStaffName();
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const account = filters.get('account');
  const signs = useAsk(
    'ListUVMSSigns',
    {
      ...filters.paging,
      ...(account ? { AccountId: account } : {}),
      ...(filters.get('open') === 'no' ? {} : { Open: true }),
    },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Rows<Answer, Sign>
        answer={signs}
        rows={({ Data }) => Data}
        rowKey="SignId"
        empty={say('none')}
        pagination={filters.pagination(signs.data?.Total ?? 0)}
        columns={[
          minuteColumn(say('found'), 'FindTime'),
          accountColumn(desk('account')),
          {
            title: desk('kind'),
            dataIndex: 'Kind',
            render: (kind: Sign['Kind'], { TemplateId }) => `${say(`kind-${kind}`)} ${TemplateId}`.trim(),
          },
          {
            title: say('figure'),
            key: 'figure',
            render: (_, { Figure, Threshold }) => `${Figure} / ${Threshold}`,
          },
          {
            title: say('examples'),
            dataIndex: 'Examples',
            className: 'wrap',
            render: (examples: string[]) => examples.map((one) => <Tag key={one}>{one}</Tag>),
          },
          {
            title: common('state'),
            key: 'state',
            render: (_, { SettleTime, SettledBy, Reason }) =>
              SettleTime === undefined ? (
                <Tag color="warning">{say('open')}</Tag>
              ) : (
                <>
                  <Tag>{say('settled')}</Tag>
                  <Typography.Text type="secondary">
                    {Reason} · {staffName(SettledBy)}
                  </Typography.Text>
                </>
              ),
          },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, { SignId, AccountId, SettleTime }) =>
              SettleTime === undefined && (
                <Flex gap={8}>
                  <OrderButton accountId={AccountId} />
                  <FormButton
                    action="SettleUVMSSign"
                    label={say('settle')}
                    stale={['ListUVMSSigns']}
                    fixed={{ SignId }}
                    fields={[{ name: 'Reason', label: say('became'), kind: 'area', required: true }]}
                  />
                </Flex>
              ),
          },
        ]}
      >
        <FilterBar
          filters={filters}
          of={[
            {
              name: 'open',
              label: say('openOnly'),
              width: 110,
              byDefault: 'yes',
              choices: [
                { value: 'yes', label: desk('yes') },
                { value: 'no', label: desk('no') },
              ],
            },
            { name: 'account', label: desk('accountId') },
          ]}
        />
      </Rows>
    </>
  );
}
