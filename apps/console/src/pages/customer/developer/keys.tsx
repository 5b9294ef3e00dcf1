import type { ResponseOf } from '@herald/contract';
import { App, Button, Card, Empty, Flex, Form, Input, Modal, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useAct, useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Secret } from '../../../components/secret.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { DEVELOPER } from './words.ts';

type Key = ResponseOf<'ListAccessKeys'>['Keys'][number];
const STALE = ['ListAccessKeys'] as const;

/** Keys by which programs call. */
export function Page() {
  const say = useWords(DEVELOPER);
  const common = useWords(COMMON);
  const keys = useAsk('ListAccessKeys', {});
  const [creating, setCreating] = useState(false);
  return (
    <>
      <PageHead title={say('keys')} intro={say('keysIntro')}>
        <Button type="primary" onClick={() => setCreating(true)}>
          {say('createKey')}
        </Button>
      </PageHead>
      <Failure error={keys.error} onRetry={() => keys.refetch()} />
      <Card size="small">
        <Table<Key>
          size="small"
          rowKey="PublicKey"
          loading={keys.isPending}
          dataSource={keys.data?.Keys ?? []}
          pagination={false}
          scroll={{ x: 'max-content' }}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noKeys')} /> }}
          columns={[
            {
              title: say('publicKey'),
              dataIndex: 'PublicKey',
              render: (key: string) => (
                <Typography.Text className="mono" copyable>
                  {key}
                </Typography.Text>
              ),
            },
            { title: say('note'), dataIndex: 'Note' },
            {
              title: common('state'),
              key: 'state',
              render: (_, { Status, Leaked }) => (
                <Tag color={Leaked ? 'error' : Status === 'active' ? 'success' : 'default'}>
                  {say(Leaked ? 'leaked' : Status)}
                </Tag>
              ),
            },
            {
              title: say('allowedIps'),
              dataIndex: 'AllowedIps',
              render: (ips: string[]) => ips.join(', ') || say('anywhere'),
            },
            {
              title: say('lastUse'),
              dataIndex: 'LastUseTime',
              render: (at: number) => (at === 0 ? say('never') : <Moment at={at} precision="minute" />),
            },
            {
              title: common('actions'),
              key: 'actions',
              render: (_, key) => <KeyActions accessKey={key} />,
            },
          ]}
        />
      </Card>
      {creating && <CreateKey onClose={() => setCreating(false)} />}
    </>
  );
}

function useShowKey(): (key: { PublicKey: string; PrivateKey: string }) => void {
  const say = useWords(DEVELOPER);
  const { modal } = App.useApp();
  return ({ PublicKey, PrivateKey }) =>
    modal.success({
      title: say('newKey'),
      width: 520,
      content: (
        <Secret
          hint={say('once')}
          values={[
            ['PublicKey', PublicKey],
            ['PrivateKey', PrivateKey],
          ]}
        />
      ),
    });
}

function KeyActions({ accessKey: { PublicKey, Status, Leaked } }: { accessKey: Key }) {
  const say = useWords(DEVELOPER);
  const common = useWords(COMMON);
  const show = useShowKey();
  const request = { AccessKey: PublicKey };
  return (
    <Flex gap={8}>
      {!Leaked && (
        <>
          <ActButton
            size="small"
            action="UpdateAccessKey"
            request={{ ...request, Status: Status === 'active' ? 'disabled' : 'active' }}
            stale={STALE}
          >
            {say(Status === 'active' ? 'disable' : 'enable')}
          </ActButton>
          <ActButton
            size="small"
            action="ResetAccessKey"
            request={request}
            stale={STALE}
            confirm={say('resetSure')}
            onDone={show}
          >
            {say('reset')}
          </ActButton>
          <ActButton
            size="small"
            action="ReportLeakedAccessKey"
            request={request}
            stale={STALE}
            confirm={say('reportSure')}
          >
            {say('report')}
          </ActButton>
        </>
      )}
      <ActButton
        size="small"
        type="text"
        danger
        action="DeleteAccessKey"
        request={request}
        stale={STALE}
        confirm={say('deleteSure')}
      >
        {common('delete')}
      </ActButton>
    </Flex>
  );
}

function CreateKey({ onClose }: { onClose(): void }) {
  const say = useWords(DEVELOPER);
  const show = useShowKey();
  const create = useAct('CreateAccessKey', STALE);
  const [form] = Form.useForm<{ Note?: string; AllowedIps?: string }>();
  return (
    <Modal
      open
      title={say('createKey')}
      confirmLoading={create.isPending}
      onCancel={onClose}
      onOk={() => {
        const { Note, AllowedIps = '' } = form.getFieldsValue();
        const ips = AllowedIps.split(/\s+/).filter((ip) => ip !== '');
        create.mutate(
          { ...(Note ? { Note } : {}), ...(ips.length > 0 ? { AllowedIps: ips } : {}) },
          {
            onSuccess: (key) => {
              onClose();
              show(key);
            },
          },
        );
      }}
    >
      <Failure error={create.error} />
      <Form form={form} layout="vertical">
        <Form.Item name="Note" label={say('note')}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="AllowedIps" label={say('allowedIps')} extra={say('allowedIpsHint')}>
          <Input.TextArea rows={3} className="mono" />
        </Form.Item>
      </Form>
    </Modal>
  );
}
