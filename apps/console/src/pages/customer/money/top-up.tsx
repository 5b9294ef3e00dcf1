import { Button, Card, Flex, Form, Input, Select } from 'antd';
import { useAct } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { useWords } from '../../../words/language.ts';
import { type Provider, usePaymentNext, useProviders } from './payment.tsx';
import { MONEY } from './words.ts';

/** Tops the balance up: places an order, and says how it is paid. */
export function TopUp() {
  const say = useWords(MONEY);
  const providers = useProviders(false);
  const next = usePaymentNext();
  const topUp = useAct('TopUp');
  return (
    <Card size="small" title={say('topUp')} id="top-up" style={{ marginBottom: 16 }}>
      <Failure error={topUp.error} />
      <Form<{ Amount: string; Provider?: Provider }>
        layout="vertical"
        requiredMark={false}
        initialValues={{ Amount: '100' }}
        onFinish={({ Amount, Provider = providers[0] ?? 'bank-transfer' }) =>
          topUp.mutate({ Amount, Provider }, { onSuccess: (answer) => next(answer, say('paid')) })
        }
      >
        <Flex gap={12} wrap>
          <Form.Item
            name="Amount"
            label={say('amount')}
            rules={[
              {
                required: true,
                pattern: /^(?!0+(?:\.0*)?$)\d{1,9}(?:\.\d{1,2})?$/,
                message: say('amountRule'),
              },
            ]}
            style={{ flex: '1 1 120px' }}
          >
            <Input inputMode="decimal" />
          </Form.Item>
          <Form.Item name="Provider" label={say('payBy')} style={{ flex: '1 1 120px' }}>
            <Select
              placeholder={providers[0] && say(providers[0])}
              options={providers.map((value) => ({ value, label: say(value) }))}
            />
          </Form.Item>
        </Flex>
        <Button type="primary" htmlType="submit" loading={topUp.isPending}>
          {say('topUp')}
        </Button>
      </Form>
    </Card>
  );
}
