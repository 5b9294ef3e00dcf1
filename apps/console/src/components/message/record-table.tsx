import type { ResponseOf } from '@herald/contract';
import { Empty, Table, type TablePaginationConfig } from 'antd';
import { Link, useLocation } from 'react-router';
import { COMMON } from '../../words/common.ts';
import { useWords } from '../../words/language.ts';
import { Moment } from '../values.tsx';
import { Phone } from './phone.tsx';
import { ResultTag } from './result-tag.tsx';
import { MESSAGE } from './words.ts';

export type SendRecord = ResponseOf<'GetUVMSSendRecord'>['Data'][number];

/** Send records; a row leads to the whole way of its message. */
export function RecordTable({
  records,
  loading,
  pagination,
}: {
  records: readonly SendRecord[];
  loading: boolean;
  pagination: TablePaginationConfig | false;
}) {
  const say = useWords(MESSAGE);
  const common = useWords(COMMON);
  const { search } = useLocation(); // what was searched for stays behind the record
  return (
    <Table<SendRecord>
      size="small"
      rowKey="SessionNo"
      dataSource={records}
      loading={loading}
      pagination={pagination}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noRecords')} /> }}
      columns={[
        {
          title: say('submitTime'),
          dataIndex: 'SubmitTime',
          render: (at: number, { SessionNo }) => (
            <Link to={{ pathname: `/records/${SessionNo}`, search }}>
              <Moment at={at} />
            </Link>
          ),
        },
        { title: say('phone'), dataIndex: 'Phone', render: (phone: string) => <Phone number={phone} /> },
        {
          title: say('purpose'),
          dataIndex: 'Purpose',
          render: (purpose: 1 | 2) => common(purpose === 1 ? 'code' : 'notice'),
        },
        { title: say('template'), dataIndex: 'TemplateId', className: 'mono' },
        { title: say('showNumber'), dataIndex: 'ShowNumber', render: (shown: string) => shown || '–' },
        {
          title: say('result'),
          dataIndex: 'ReceiptResult',
          render: (result: 1 | 2 | 3, { ReceiptDesc }) => <ResultTag result={result} text={ReceiptDesc} />,
        },
        {
          title: say('duration'),
          dataIndex: 'Duration',
          render: (count: number) => say('seconds', { count }),
        },
      ]}
    />
  );
}
