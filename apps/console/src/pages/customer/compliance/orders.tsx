import { Card, Empty, Table } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { DownloadButton } from '../../../components/download-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { OffMeanwhile, type Order, OrderState, Said } from '../../../components/rectification/parts.tsx';
import { RECTIFICATION } from '../../../components/rectification/words.ts';
import { Moment } from '../../../components/values.tsx';
import { useMay } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { STANDING } from './standing-words.ts';
import { WordsButton } from './words-button.tsx';

const SHOWN = 20;

/** 4.3.7: the latest orders to rectify, with the account's answers. */
export function Orders() {
  const say = useWords(STANDING);
  const both = useWords(RECTIFICATION);
  const common = useWords(COMMON);
  const writes = useMay()('enterprise:write');
  const orders = useAsk('QueryUVMSRectifications', { NumPerPage: SHOWN });
  return (
    <Card size="small" title={both('title')}>
      <Failure error={orders.error} onRetry={() => orders.refetch()} />
      <Table<Order>
        size="small"
        rowKey="OrderId"
        loading={orders.isPending}
        dataSource={orders.data?.Data ?? []}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={both('none')} /> }}
        expandable={{
          expandedRowRender: (order) => (
            <Said
              order={order}
              file={(FileId, label) => (
                <DownloadButton size="small" action="DownloadUVMSFile" request={{ FileId }}>
                  {label}
                </DownloadButton>
              )}
            />
          ),
        }}
        columns={[
          {
            title: both('opened'),
            dataIndex: 'OpenTime',
            render: (at: number) => <Moment at={at} precision="minute" />,
          },
          { title: common('state'), key: 'state', render: (_, order) => <OrderState order={order} /> },
          {
            title: both('due'),
            dataIndex: 'DueTime',
            render: (at: number) => <Moment at={at} precision="minute" />,
          },
          { title: both('off'), key: 'off', render: (_, order) => <OffMeanwhile order={order} /> },
          {
            title: both('first'),
            key: 'first',
            className: 'wrap',
            render: (_, { Clause, Said: [first] }) => `${Clause} ${first?.Text ?? ''}`,
          },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, { OrderId, State }) =>
              writes &&
              State !== 'closed' && (
                <WordsButton
                  action="AnswerUVMSRectification"
                  stale={['QueryUVMSRectifications']}
                  label={say('answer')}
                  asked={say('answerText')}
                  file={say('answerFile')}
                  most={4000}
                  request={(Text, fileId) => ({ OrderId, Text, ...(fileId ? { FileIds: [fileId] } : {}) })}
                />
              ),
          },
        ]}
      />
    </Card>
  );
}
