import type { ResponseOf } from '@herald/contract';
import { Alert, Card, Table } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { useKindName } from '../../../components/package-kind.ts';
import { formatMoment, Yuan } from '../../../components/values.tsx';
import { useLanguage, useWords } from '../../../words/language.ts';
import { MONEY } from './words.ts';

type Price = NonNullable<ResponseOf<'QueryUVMSPrices'>['Current']>['Prices'][number];

/** The price book in force, and when another one holds. */
export function Prices() {
  const say = useWords(MONEY);
  const language = useLanguage();
  const nameOf = useKindName();
  const { data, isPending } = useAsk('QueryUVMSPrices', {});
  const steps = { 0: say('perMessage'), 6: say('perSix'), 60: say('perMinute') };
  return (
    <Card size="small" title={say('prices')} loading={isPending}>
      {data?.Coming && (
        <Alert
          type="info"
          showIcon
          title={say('comingPrices', { date: formatMoment(data.Coming.EffectiveTime, language, 'minute') })}
          style={{ marginBottom: 8 }}
        />
      )}
      <Table<Price>
        size="small"
        pagination={false}
        rowKey={({ Purpose, GroupType, Prefix }) => `${Purpose}.${GroupType}.${Prefix}`}
        dataSource={data?.Current?.Prices ?? []}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: say('kind'), key: 'kind', render: (_, row) => nameOf(row) },
          {
            title: say('prefix'),
            dataIndex: 'Prefix',
            render: (prefix: string) => prefix || say('everywhere'),
          },
          {
            title: say('price'),
            key: 'price',
            render: (_, { Amount, StepSeconds }) => (
              <>
                <Yuan amount={Amount} /> {steps[StepSeconds]}
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}
