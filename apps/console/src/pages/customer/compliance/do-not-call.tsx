import type { ResponseOf } from '@herald/contract';
import { App, Button, Card, Empty, Form, Input, Modal, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useAct, useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { MaskedPhone } from '../../../components/message/phone.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Registries } from '../../../components/registries/registries.tsx';
import { Moment } from '../../../components/values.tsx';
import { useMay } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { REFUSALS } from './words.ts';

type Listed = ResponseOf<'QueryUVMSBlacklistPhone'>['Data'][number];

const STALE = ['QueryUVMSBlacklistPhone'] as const;
const MOST = 100;

/** 4.2.8: who is not called by this account, and by whose will. */
export function Page() {
  const say = useWords(REFUSALS);
  const common = useWords(COMMON);
  const configures = useMay()('uvms:configure');
  const filters = useFilters();
  const phone = filters.get('phone');
  const [open, setOpen] = useState<'add' | 'remove'>();
  const list = useAsk(
    'QueryUVMSBlacklistPhone',
    { ...filters.paging, ...(phone ? { PhoneNumber: phone } : {}) },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        {configures && (
          <>
            <Button onClick={() => setOpen('remove')}>{say('remove')}</Button>
            <Button type="primary" onClick={() => setOpen('add')}>
              {say('add')}
            </Button>
          </>
        )}
      </PageHead>
      <Card size="small">
        <Input.Search
          aria-label={say('phone')}
          placeholder={say('phone')}
          maxLength={20}
          inputMode="tel"
          allowClear
          onSearch={(number) => filters.set({ phone: number.trim() })}
          style={{ width: 220, marginBottom: 12 }}
        />
        <Failure error={list.error} onRetry={() => list.refetch()} />
        <Table<Listed>
          size="small"
          rowKey={({ Phone, Source, Registry, CreateTime }) => `${Phone} ${Source} ${Registry} ${CreateTime}`}
          loading={list.isPending}
          dataSource={list.data?.Data ?? []}
          pagination={filters.pagination(list.data?.Total ?? 0)}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('none')} /> }}
          columns={[
            {
              title: say('phone'),
              dataIndex: 'Phone',
              render: (phone: string) => <MaskedPhone masked={phone} />,
            },
            {
              title: say('source'),
              dataIndex: 'Source',
              render: (source: string, { Registry: registry }) =>
                source === 'customer' ? (
                  say('source-customer')
                ) : (
                  <Tag color="warning">{registry ?? say('source-callee')}</Tag>
                ),
            },
            { title: say('remark'), dataIndex: 'Remark', render: (remark: string) => remark || '–' },
            { title: common('time'), dataIndex: 'CreateTime', render: (at: number) => <Moment at={at} /> },
          ]}
        />
      </Card>
      <div style={{ marginTop: 16 }}>
        <Registries of="customer" />
      </div>
      {open && <NumbersForm what={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

interface Draft {
  readonly Numbers: string;
  readonly Remark: string;
}

function NumbersForm({ what, onClose }: { what: 'add' | 'remove'; onClose(): void }) {
  const say = useWords(REFUSALS);
  const common = useWords(COMMON);
  const { message } = App.useApp();
  const [form] = Form.useForm<Draft>();
  const add = useAct('BatchCreateUVMSBlacklistPhone', STALE);
  const remove = useAct('BatchDeleteUVMSBlacklistPhone', STALE);
  const onFinish = ({ Numbers, Remark }: Draft) => {
    const PhoneNumbers = numbersIn(Numbers);
    const done = (said: string) => {
      message.success(said);
      onClose();
    };
    if (what === 'add') {
      const request = { PhoneNumbers, ...(Remark ? { Remark } : {}) };
      add.mutate(request, { onSuccess: ({ Added }) => done(say('added', { count: Added })) });
    } else {
      remove.mutate(
        { PhoneNumbers },
        { onSuccess: ({ Removed }) => done(say('removed', { count: Removed })) },
      );
    }
  };
  return (
    <Modal
      open
      title={say(what)}
      okText={common('submit')}
      cancelText={common('cancel')}
      confirmLoading={add.isPending || remove.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      {what === 'remove' && <Typography.Paragraph type="secondary">{say('removeHint')}</Typography.Paragraph>}
      <Form<Draft> form={form} layout="vertical" requiredMark={false} onFinish={onFinish}>
        <Form.Item
          name="Numbers"
          label={say('numbers')}
          rules={[
            { required: true, whitespace: true, message: common('required') },
            {
              validator: async (_rule, text: string = '') => {
                if (numbersIn(text).length > MOST) throw new Error(say('tooMany'));
              },
            },
          ]}
        >
          <Input.TextArea rows={6} placeholder="+8613800000200" />
        </Form.Item>
        {what === 'add' && (
          <Form.Item name="Remark" label={say('remark')}>
            <Input maxLength={200} />
          </Form.Item>
        )}
      </Form>
      <Failure error={add.error ?? remove.error} />
    </Modal>
  );
}

const numbersIn = (text: string): string[] => text.split(/[\s,，;；]+/).filter(Boolean);
