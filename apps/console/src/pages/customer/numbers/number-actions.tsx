import { Button, Flex, Form, Input, Modal, Radio, Typography } from 'antd';
import { useState } from 'react';
import { useAct } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { formatYuan } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { type Provider, usePaymentNext, useProviders } from '../money/payment.tsx';
import { MONEY } from '../money/words.ts';
import { NUMBER_STALE, type OwnedNumber } from './states.tsx';
import { NUMBERS } from './words.ts';

/** Renewing a number and giving it up. */
export function NumberActions({ number }: { number: OwnedNumber }) {
  const say = useWords(NUMBERS);
  const [open, setOpen] = useState<'renew' | 'give-up'>();
  const close = () => setOpen(undefined);
  return (
    <Flex gap={8}>
      {(number.State === 'active' || number.State === 'expired') && number.ExpireTime > 0 && (
        <Button size="small" onClick={() => setOpen('renew')}>
          {say('renew')}
        </Button>
      )}
      {number.State === 'active' && (
        <Button size="small" type="text" danger onClick={() => setOpen('give-up')}>
          {say('giveUp')}
        </Button>
      )}
      {open === 'renew' && <Renew number={number} onClose={close} />}
      {open === 'give-up' && <GiveUp number={number} onClose={close} />}
    </Flex>
  );
}

interface DialogueProps {
  readonly number: OwnedNumber;
  onClose(): void;
}

function Renew({ number: { Number: number, Monthly, TermMonths: months }, onClose }: DialogueProps) {
  const say = useWords(NUMBERS);
  const money = useWords(MONEY);
  const common = useWords(COMMON);
  const providers = useProviders(true);
  const next = usePaymentNext();
  const renew = useAct('RenewUVMSNumber', NUMBER_STALE);
  const [provider, setProvider] = useState<Provider>('balance');
  return (
    <Modal
      open
      title={say('renewTitle', { number })}
      okText={say('renew')}
      cancelText={common('cancel')}
      confirmLoading={renew.isPending}
      onCancel={onClose}
      onOk={() =>
        renew.mutate(
          { Number: number, Provider: provider },
          {
            onSuccess: (answer) => {
              next(answer, say('renewed'));
              onClose();
            },
          },
        )
      }
    >
      <Typography.Paragraph>
        {say('renewPrice', { months, amount: formatYuan((globalThis.Number(Monthly) * months).toFixed(4)) })}
      </Typography.Paragraph>
      <Radio.Group
        aria-label={say('payBy')}
        value={provider}
        onChange={({ target: { value } }) => setProvider(value)}
        options={providers.map((value) => ({ value, label: money(value) }))}
        style={{ marginBottom: 16 }}
      />
      <Failure error={renew.error} />
    </Modal>
  );
}

function GiveUp({ number: { Number: number }, onClose }: DialogueProps) {
  const say = useWords(NUMBERS);
  const common = useWords(COMMON);
  const [form] = Form.useForm<{ Reason: string }>();
  const cancel = useAct('CancelUVMSNumber', NUMBER_STALE);
  return (
    <Modal
      open
      title={say('giveUpTitle', { number })}
      okText={say('giveUp')}
      okButtonProps={{ danger: true }}
      cancelText={common('cancel')}
      confirmLoading={cancel.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <Typography.Paragraph type="secondary">{say('giveUpHint')}</Typography.Paragraph>
      <Form<{ Reason: string }>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={({ Reason }) => cancel.mutate({ Number: number, Reason }, { onSuccess: onClose })}
      >
        <Form.Item
          name="Reason"
          label={say('reason')}
          rules={[{ required: true, whitespace: true, message: common('required') }]}
        >
          <Input.TextArea maxLength={500} rows={3} />
        </Form.Item>
      </Form>
      <Failure error={cancel.error} />
      <ActButton
        size="small"
        type="link"
        action="WithdrawUVMSNumberCancellation"
        request={{ Number: number }}
        stale={NUMBER_STALE}
        onDone={onClose}
        style={{ padding: 0 }}
      >
        {say('takeBack')}
      </ActButton>
    </Modal>
  );
}
