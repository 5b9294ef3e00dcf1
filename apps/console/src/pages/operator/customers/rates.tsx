import type { ResponseOf } from '@herald/contract';
import { Flex, Select } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { Field } from '../../../components/field.tsx';
import { useFilters } from '../../../components/filters.ts';
import { Rows } from '../../../components/rows.tsx';
import { useWords } from '../../../words/language.ts';
import { CUSTOMERS } from './words.ts';

type Answer = ResponseOf<'GetUVMSComplaintRates'>;
type Rate = Answer['Data'][number];

const WAYS = [
  ...(['account', 'day', 'template', 'number', 'trunk'] as const),
  ...(['city', 'operator', 'purpose', 'destination'] as const),
] as const;
type Way = (typeof WAYS)[number];
const DAYS = [7, 30, 92] as const;

/** 4.3.6: how many complain of the customer's calls, by what the calls have in common. */
export function Rates({ accountId }: { accountId: string }) {
  const say = useWords(CUSTOMERS);
  const filters = useFilters();
  const by: Way = WAYS.find((way) => way === filters.get('by')) ?? 'account';
  const days = DAYS.find((count) => String(count) === filters.get('days')) ?? 30;
  const rates = useAsk('GetUVMSComplaintRates', { AccountId: accountId, By: by, Days: days }, { keep: true });
  return (
    <Rows<Answer, Rate>
      answer={rates}
      rows={({ Data }) => Data}
      rowKey={({ Key }) => Key}
      pagination={{ defaultPageSize: 20, hideOnSinglePage: true }}
      columns={[
        { title: say(`by-${by}`), dataIndex: 'Key', render: (key: string) => key || '–' },
        { title: say('answered'), dataIndex: 'Answered', align: 'right' },
        { title: say('complaints'), dataIndex: 'Complaints', align: 'right' },
        { title: say('founded'), dataIndex: 'Founded', align: 'right' },
        {
          title: say('per10000'),
          dataIndex: 'Per10000',
          align: 'right',
          render: (rate: number | undefined) => rate?.toFixed(2) ?? '',
        },
      ]}
    >
      <Flex gap={12} wrap style={{ marginBottom: 12 }}>
        <Field label={say('ratesBy')}>
          <Select<Way>
            aria-label={say('ratesBy')}
            value={by}
            onChange={(way) => filters.set({ by: way === 'account' ? '' : way })}
            style={{ width: 170 }}
            options={WAYS.map((value) => ({ value, label: say(`by-${value}`) }))}
          />
        </Field>
        <Field label={say('ratesOver')}>
          <Select<number>
            aria-label={say('ratesOver')}
            value={days}
            onChange={(count) => filters.set({ days: count === 30 ? '' : String(count) })}
            style={{ width: 120 }}
            options={DAYS.map((count) => ({ value: count, label: say('days', { days: count }) }))}
          />
        </Field>
      </Flex>
    </Rows>
  );
}
