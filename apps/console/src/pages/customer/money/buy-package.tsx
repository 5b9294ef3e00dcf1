import { Button, Card, Checkbox, Flex, Form, InputNumber, Select, Typography } from 'antd';
import { useAct, useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { useKindName } from '../../../components/package-kind.ts';
import { formatMoment, formatYuan } from '../../../components/values.tsx';
import { useLanguage, useWords } from '../../../words/language.ts';
import { type Provider, usePaymentNext, useProviders } from './payment.tsx';
import { MONEY } from './words.ts';

interface Draft {
  /** Of the kind, e.g. `1.2`: purpose and group of numbers. */
  readonly Kind: string;
  readonly Quantity: number;
  readonly Count: number;
  readonly CouponId: string;
  readonly Provider: Provider;
  readonly Agree: boolean;
}

const kindOf = ({ Purpose, GroupType }: { Purpose: 1 | 2; GroupType: 1 | 2 }) => `${Purpose}.${GroupType}`;

/** Buys packages: size, count, at most one coupon; that there is no refund is agreed to before it is paid. */
export function BuyPackage() {
  const say = useWords(MONEY);
  const language = useLanguage();
  const nameOf = useKindName();
  const providers = useProviders(true);
  const next = usePaymentNext();
  const buy = useAct('BuyUVMSPackage');
  const prices = useAsk('QueryUVMSPrices', {});
  const coupons = useAsk('ListUVMSCoupons', { NumPerPage: 100 });
  const [form] = Form.useForm<Draft>();
  const draft: Partial<Draft> = Form.useWatch([], form) ?? {};
  const offers = prices.data?.Current?.Packages ?? [];
  const kinds = [...new Set(offers.map(kindOf))];
  const kind = draft.Kind ?? kinds[0];
  const sizes = offers.filter((offer) => kindOf(offer) === kind);
  const chosen = sizes.find(({ Quantity }) => Quantity === draft.Quantity);
  const usable = (coupons.data?.Data ?? []).filter(
    ({ State, Scope, Purposes }) =>
      State === 'good' && Scope.includes('package') && Purposes.includes(kind?.startsWith('1') ? '1' : '2'),
  );
  const coupon = usable.find(({ CouponId }) => CouponId === draft.CouponId);
  const total = chosen ? Number(chosen.Amount) * (draft.Count ?? 1) : 0;
  const due = Math.max(0, total - Number(coupon?.Available ?? 0));

  return (
    <Card size="small" title={say('buyTitle')} loading={prices.isPending}>
      <Failure error={prices.error ?? coupons.error ?? buy.error} />
      <Form<Draft>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          Kind: kinds[0],
          Quantity: sizes[0]?.Quantity,
          Count: 1,
          CouponId: '',
          Provider: 'balance',
          Agree: false,
        }}
        onValuesChange={(changed) => {
          if (!changed.Kind) return;
          const first = offers.find((offer) => kindOf(offer) === changed.Kind);
          if (first) form.setFieldsValue({ Quantity: first.Quantity, CouponId: '' });
        }}
        onFinish={({ Quantity, Count, CouponId, Provider }) =>
          chosen &&
          buy.mutate(
            {
              Purpose: chosen.Purpose,
              GroupType: chosen.GroupType,
              Quantity,
              Count,
              Agree: true,
              Provider,
              ...(CouponId ? { CouponId } : {}),
            },
            {
              onSuccess: (answer) => {
                next(answer, say('bought'));
                form.resetFields(['Agree', 'CouponId']);
              },
            },
          )
        }
      >
        <Flex gap={12} wrap>
          <Form.Item name="Kind" label={say('kind')} style={{ flex: '1 1 180px', minWidth: 0 }}>
            <Select
              options={kinds.map((value) => ({
                value,
                label: nameOf({
                  Purpose: value.startsWith('1') ? 1 : 2,
                  GroupType: value.endsWith('1') ? 1 : 2,
                }),
              }))}
            />
          </Form.Item>
          <Form.Item
            name="Quantity"
            label={say('size')}
            rules={[{ required: true }]}
            style={{ flex: '1 1 200px', minWidth: 0 }}
          >
            <Select
              options={sizes.map(({ Quantity, Amount }) => ({
                value: Quantity,
                label: say('sizeOption', { quantity: Quantity, price: formatYuan(Amount) }),
              }))}
            />
          </Form.Item>
          <Form.Item name="Count" label={say('howMany')} rules={[{ required: true }]}>
            <InputNumber min={1} max={100} precision={0} style={{ width: 90 }} />
          </Form.Item>
        </Flex>
        <Flex gap={12} wrap>
          <Form.Item name="CouponId" label={say('coupon')} style={{ flex: '1 1 200px', minWidth: 0 }}>
            <Select
              options={[
                { value: '', label: say('noCoupon') },
                ...usable.map(({ CouponId, Available, ExpireTime }) => ({
                  value: CouponId,
                  label: say('couponOption', {
                    amount: formatYuan(Available),
                    date: formatMoment(ExpireTime, language, 'day'),
                  }),
                })),
              ]}
            />
          </Form.Item>
          <Form.Item name="Provider" label={say('payBy')} style={{ flex: '1 1 140px', minWidth: 0 }}>
            <Select options={providers.map((value) => ({ value, label: say(value) }))} />
          </Form.Item>
        </Flex>
        <Form.Item
          name="Agree"
          valuePropName="checked"
          rules={[
            {
              validator: async (_rule, ticked: boolean) => {
                if (!ticked) throw new Error(say('mustAgree'));
              },
            },
          ]}
        >
          <Checkbox>{say('agree')}</Checkbox>
        </Form.Item>
        <Flex gap={16} align="center">
          <Button type="primary" htmlType="submit" loading={buy.isPending}>
            {say('buy')}
          </Button>
          <Typography.Text>
            {say('due')} <strong>{formatYuan(due.toFixed(4))}</strong>
          </Typography.Text>
        </Flex>
      </Form>
    </Card>
  );
}
