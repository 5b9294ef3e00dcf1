import { Button, Card, Flex, InputNumber, Radio, Table, Typography } from 'antd';
import { useState } from 'react';
import { useAct } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { formatYuan, Yuan } from '../../../components/values.tsx';
import { useMay } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { type Provider, usePaymentNext, useProviders } from '../money/payment.tsx';
import { MONEY } from '../money/words.ts';
import { APPLICATION_STALE, type Application } from './states.tsx';
import { NUMBERS } from './words.ts';

type Offer = Application['Answers'][number];

/** What the carrier offers; while it waits to be paid, how many of each are taken. */
export function Offers({ application }: { application: Application }) {
  const say = useWords(NUMBERS);
  const money = useWords(MONEY);
  const pays = useMay()('billing:pay') && application.State === 'to-pay';
  const providers = useProviders(true);
  const next = usePaymentNext();
  const order = useAct('OrderUVMSNumbers', APPLICATION_STALE);
  const [chosen, setChosen] = useState<Readonly<Record<string, number>>>({});
  const [provider, setProvider] = useState<Provider>('balance');
  const taken = application.Answers.filter(({ AnswerId }) => (chosen[AnswerId] ?? 0) > 0);
  const total = taken.reduce(
    (sum, { AnswerId, Monthly }) => sum + Number(Monthly) * application.TermMonths * (chosen[AnswerId] ?? 0),
    0,
  );
  return (
    <Card size="small" title={say('answers')}>
      <Table<Offer>
        size="small"
        rowKey="AnswerId"
        dataSource={application.Answers}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: say('line'), dataIndex: 'Line' },
          {
            title: say('city'),
            key: 'city',
            render: (_, { City, CityCode }) => (CityCode ? `${City} ${CityCode}` : say('wholeCountry')),
          },
          {
            title: say('monthly'),
            dataIndex: 'Monthly',
            align: 'right',
            render: (amount: string) => <Yuan amount={amount} />,
          },
          {
            title: say('minimum'),
            key: 'minimum',
            render: (_, { MinimumMinutes: minutes, MinutePrice }) =>
              minutes === 0 ? '–' : say('minimumValue', { minutes, price: formatYuan(MinutePrice) }),
          },
          { title: say('available'), dataIndex: 'Available', align: 'right' },
          pays
            ? {
                title: say('choose'),
                key: 'choose',
                render: (_, { AnswerId, Available, City }) => (
                  <InputNumber
                    aria-label={`${say('choose')} ${City}`}
                    size="small"
                    min={0}
                    max={Available}
                    precision={0}
                    value={chosen[AnswerId] ?? 0}
                    onChange={(count) => setChosen({ ...chosen, [AnswerId]: count ?? 0 })}
                  />
                ),
              }
            : { title: say('chosen'), dataIndex: 'Chosen', align: 'right' },
          { title: say('delivered'), dataIndex: 'Delivered', align: 'right' },
        ]}
      />
      {pays && (
        <>
          <Typography.Paragraph type="secondary" style={{ marginTop: 12 }}>
            {say('payHint', { months: application.TermMonths })}
          </Typography.Paragraph>
          <Failure error={order.error} />
          <Flex gap={16} align="center" wrap>
            <Radio.Group
              aria-label={say('payBy')}
              value={provider}
              onChange={({ target: { value } }) => setProvider(value)}
              options={providers.map((value) => ({ value, label: money(value) }))}
            />
            <Typography.Text>
              {say('toPay')} <strong>{formatYuan(total.toFixed(4))}</strong>
            </Typography.Text>
            <Button
              type="primary"
              disabled={taken.length === 0}
              loading={order.isPending}
              onClick={() =>
                order.mutate(
                  {
                    ApplicationId: application.ApplicationId,
                    Choices: taken.map(({ AnswerId }) => `${AnswerId},${chosen[AnswerId]}`),
                    Provider: provider,
                  },
                  { onSuccess: (answer) => next(answer, say('ordered')) },
                )
              }
            >
              {say('pay')}
            </Button>
          </Flex>
        </>
      )}
    </Card>
  );
}
