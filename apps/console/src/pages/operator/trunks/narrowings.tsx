import type { ResponseOf } from '@herald/contract';
import { Tag, Typography } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { Act, FormButton } from '../../../components/act.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { useStaffName } from '../parts/staff-names.ts';
import { DESK } from '../parts/words.ts';
import { NARROWINGS } from './narrowing-words.ts';

type Answer = ResponseOf<'ListUVMSNarrowings'>;
type Order = Answer['Data'][number];

const STALE = ['ListUVMSNarrowings'] as const;

/** 5.4, 8.2: orders that narrow what is called, at once. */
export function Page() {
  const say = useWords(NARROWINGS);
  const staffName = useStaffName();
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const orders = useAsk('ListUVMSNarrowings', filters.paging, { keep: true });
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        <NarrowButton />
      </PageHead>
      <Rows<Answer, Order>
        answer={orders}
        rows={({ Data }) => Data}
        rowKey="NarrowingId"
        empty={say('none')}
        pagination={filters.pagination(orders.data?.Total ?? 0)}
        columns={[
          {
            title: common('state'),
            dataIndex: 'Stands',
            render: (stands: boolean) => (
              <Tag color={stands ? 'error' : 'default'}>{say(stands ? 'stands' : 'over')}</Tag>
            ),
          },
          { title: say('what'), key: 'what', render: (_, order) => <What order={order} /> },
          {
            title: desk('reason'),
            dataIndex: 'Reason',
            className: 'wrap',
            render: (reason: string, { Clause }) => `${Clause} ${reason}`,
          },
          {
            title: say('ordered'),
            dataIndex: 'Since',
            render: (at: number, { OrderedBy }) => (
              <>
                <Moment at={at} precision="minute" />
                <br />
                <Typography.Text type="secondary" className="mono">
                  {staffName(OrderedBy)}
                </Typography.Text>
              </>
            ),
          },
          {
            title: say('ends'),
            key: 'ends',
            render: (_, { Until, LiftTime }) => {
              const at = LiftTime ?? Until;
              return at === undefined ? say('openEnd') : <Moment at={at} precision="minute" />;
            },
          },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, { NarrowingId, Stands }) =>
              Stands && (
                <Act
                  action="LiftUVMSNarrowing"
                  request={{ NarrowingId }}
                  stale={STALE}
                  confirm={say('liftSure')}
                >
                  {say('lift')}
                </Act>
              ),
          },
        ]}
      />
    </>
  );
}

function What({ order }: { order: Order }) {
  const say = useWords(NARROWINGS);
  const common = useWords(COMMON);
  const { Opens: opens, Closes: closes = '24:00', Purposes = [], ShowNumbers = [] } = order;
  const scope = [...(order.Countries ?? []), ...(order.CityCodes ?? []), ...(order.Prefixes ?? [])];
  return (
    <div style={{ maxWidth: 320 }} className="wrap">
      {ShowNumbers.length === 0 && (opens ? say('hours', { opens, closes }) : say('stopped'))}{' '}
      {Purposes.map((one) => (
        <Tag key={one}>{common(one === '1' ? 'code' : 'notice')}</Tag>
      ))}
      {[...scope, ...ShowNumbers].map((one) => (
        <Tag key={one}>{one}</Tag>
      ))}
    </div>
  );
}

function NarrowButton() {
  const say = useWords(NARROWINGS);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  return (
    <FormButton
      action="CreateUVMSNarrowing"
      label={say('add')}
      intro={say('addIntro')}
      danger
      size="middle"
      stale={STALE}
      initial={{ Clause: '8.2' }}
      fields={[
        {
          name: 'Clause',
          label: say('clause'),
          kind: 'choice',
          required: true,
          choices: ['5.4', '8.2'].map((value) => ({ value, label: value })),
        },
        { name: 'UntilTime', label: say('until'), kind: 'moment' },
        { name: 'Reason', label: desk('reason'), required: true, hint: desk('reasonTold') },
        { name: 'Opens', label: say('opens'), placeholder: '09:00', most: 5 },
        { name: 'Closes', label: say('closes'), placeholder: '18:00', most: 5 },
        {
          name: 'Purposes',
          label: say('purposes'),
          kind: 'choices',
          choices: [
            { value: '1', label: common('code') },
            { value: '2', label: common('notice') },
          ],
        },
        { name: 'Countries', label: say('countries'), kind: 'lines' },
        { name: 'CityCodes', label: say('cities'), kind: 'lines' },
        { name: 'Prefixes', label: say('prefixes'), kind: 'lines' },
        { name: 'ShowNumbers', label: say('shown'), kind: 'lines' },
      ]}
    />
  );
}
