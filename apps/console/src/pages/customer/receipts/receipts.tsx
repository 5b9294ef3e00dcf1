import type { ResponseOf } from '@herald/contract';
import { Alert, App, Button, Card, Empty, Flex, Form, Input, Popconfirm, Table, Tag, Typography } from 'antd';
import { Link } from 'react-router';
import { useAct, useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { ResultTag } from '../../../components/message/result-tag.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { useMay, useProject } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { DeadLetters } from './dead-letters.tsx';
import { RECEIPTS } from './words.ts';

const SHOWN = 10;

/** Where receipts are pushed to, and how the last pushes went. */
export function Page() {
  const say = useWords(RECEIPTS);
  const target = useAsk('QueryUVMSReceiptUrl', {});
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Flex vertical gap={16}>
        <Card size="small" title={say('push')}>
          <Failure error={target.error} onRetry={() => target.refetch()} />
          {target.isPending && <Loading />}
          {target.data && <UrlForm key={target.data.Url} url={target.data.Url} />}
        </Card>
        <Card size="small" title={say('log')} extra={say('logHint')}>
          <PushLog />
        </Card>
        <DeadLetters />
      </Flex>
    </>
  );
}

function UrlForm({ url }: { url: string }) {
  const say = useWords(RECEIPTS);
  const common = useWords(COMMON);
  const { modal, message } = App.useApp();
  const mayChange = useMay()('uvms:configure');
  const update = useAct('UpdateUVMSReceiptUrl', ['QueryUVMSReceiptUrl', 'QueryUVMSServiceGuide']);
  const [form] = Form.useForm<{ Url: string }>();
  const save = () =>
    update.mutate(
      { Url: (form.getFieldValue('Url') ?? '').trim() },
      {
        onSuccess: ({ Secret }) => {
          if (Secret === '') message.success(say('stopped'));
          else
            modal.success({
              title: say('secret'),
              content: (
                <>
                  <Typography.Paragraph>{say('secretHint')}</Typography.Paragraph>
                  <Typography.Text className="mono wrap" copyable>
                    {Secret}
                  </Typography.Text>
                </>
              ),
            });
        },
      },
    );
  return (
    <Form form={form} layout="vertical" initialValues={{ Url: url }} disabled={!mayChange}>
      <Failure error={update.error} />
      <Form.Item name="Url" label={say('url')} extra={say('urlHint')}>
        <Input inputMode="url" placeholder="https://example.com/receipts" maxLength={2000} />
      </Form.Item>
      {url === '' ? (
        <Button type="primary" onClick={save} loading={update.isPending}>
          {common('save')}
        </Button>
      ) : (
        <Popconfirm
          title={say('change')}
          okText={common('confirm')}
          cancelText={common('cancel')}
          onConfirm={save}
        >
          <Button type="primary" loading={update.isPending}>
            {common('save')}
          </Button>
        </Popconfirm>
      )}
    </Form>
  );
}

function PushLog() {
  const say = useWords(RECEIPTS);
  const records = useAsk('GetUVMSSendRecord', { NumPerPage: SHOWN, ...useProject() });
  if (records.error) return <Failure error={records.error} onRetry={() => records.refetch()} />;
  if (!records.data) return <Loading />;
  if (records.data.Data.length === 0) return <Empty description={say('empty')} />;
  return (
    <Table
      size="small"
      rowKey="SessionNo"
      pagination={false}
      dataSource={records.data.Data}
      scroll={{ x: 'max-content' }}
      columns={[
        {
          title: say('sessionNo'),
          dataIndex: 'SessionNo',
          render: (sessionNo: string) => (
            <Link className="mono" to={`/records/${sessionNo}`}>
              {sessionNo}
            </Link>
          ),
        },
        {
          title: say('receipt'),
          key: 'receipt',
          render: (_, { SessionNo }) => <ReceiptCell sessionNo={SessionNo} part="receipt" />,
        },
        {
          title: say('pushState'),
          key: 'push',
          render: (_, { SessionNo }) => <ReceiptCell sessionNo={SessionNo} part="push" />,
        },
        {
          title: say('attempts'),
          key: 'attempts',
          render: (_, { SessionNo }) => <ReceiptCell sessionNo={SessionNo} part="attempts" />,
        },
      ]}
    />
  );
}

const COLOURS = { none: 'default', pending: 'processing', delivered: 'success', dead: 'error' } as const;

/** The three cells of a row ask once: their answers are one and the same. */
function ReceiptCell({ sessionNo, part }: { sessionNo: string; part: 'receipt' | 'push' | 'attempts' }) {
  const say = useWords(RECEIPTS);
  const { data, error } = useAsk('GetUVMSReceipt', { SessionNo: sessionNo });
  if (error) return part === 'receipt' ? <Alert type="error" title={error.message} /> : null;
  if (!data) return null;
  return <>{cell(data, part, say)}</>;
}

function cell(
  { Receipt: receipt, Push: push }: ResponseOf<'GetUVMSReceipt'>,
  part: 'receipt' | 'push' | 'attempts',
  say: ReturnType<typeof useWords<typeof RECEIPTS>>,
) {
  if (part === 'receipt') {
    if (!receipt) return say('notFinal');
    return (
      <ResultTag result={receipt.ReceiptResult} text={`${receipt.ReceiptCode} ${receipt.ReceiptDesc}`} />
    );
  }
  if (!push) return null;
  return part === 'attempts' ? (
    push.Attempts
  ) : (
    <Tag color={COLOURS[push.State]}>{say(`push-${push.State}`)}</Tag>
  );
}
