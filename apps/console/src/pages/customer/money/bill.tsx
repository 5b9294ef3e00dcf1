import type { RequestOf, ResponseOf } from '@herald/contract';
import { Card, Select, Space, Table } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { useKindName } from '../../../components/package-kind.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Yuan } from '../../../components/values.tsx';
import { useWords } from '../../../words/language.ts';
import { BillLines } from './bill-lines.tsx';
import { BILLS } from './bill-words.ts';

type Row = ResponseOf<'GetUBillSummary'>['Rows'][number];
type GroupBy = RequestOf<'GetUBillSummary'>['GroupBy'];

const GROUPS: readonly GroupBy[] = ['day', 'template', 'purpose', 'group', 'destination'];

/** One month: its sums, by what one likes, and its lines. */
export function Page() {
  const say = useWords(BILLS);
  const { month: Month = '' } = useParams();
  return (
    <>
      <PageHead title={say('detail', { month: Month })} intro={<Link to="/bills">{say('back')}</Link>}>
        {(['csv', 'pdf'] as const).map((Format) => (
          <ActButton
            key={Format}
            action="GetBillDataFileUrl"
            request={{ Month, Format }}
            onDone={({ Url }) => location.assign(Url)}
          >
            {say(Format)}
          </ActButton>
        ))}
      </PageHead>
      <Space orientation="vertical" size={16} style={{ width: '100%' }}>
        <Summary month={Month} />
        <BillLines month={Month} />
      </Space>
    </>
  );
}

function Summary({ month: Month }: { month: string }) {
  const say = useWords(BILLS);
  const nameOf = useKindName();
  const [GroupBy, setGroupBy] = useState<GroupBy>('day');
  const summary = useAsk('GetUBillSummary', { Month, GroupBy }, { keep: true });
  return (
    <Card
      size="small"
      title={say('summary')}
      extra={
        <Select<GroupBy>
          aria-label={say('groupBy')}
          value={GroupBy}
          onChange={setGroupBy}
          style={{ width: 150 }}
          options={GROUPS.map((value) => ({ value, label: say(`by-${value}`) }))}
        />
      }
    >
      <Failure error={summary.error} onRetry={() => summary.refetch()} />
      <Table<Row>
        size="small"
        rowKey={({ Key, Commodity }) => `${Key} ${Commodity}`}
        loading={summary.isFetching}
        dataSource={summary.data?.Rows ?? []}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: say('key'), dataIndex: 'Key' },
          {
            title: say('commodity'),
            dataIndex: 'Commodity',
            render: (commodity: string) => (commodity === 'CNY' ? commodity : nameOf(commodity)),
          },
          { title: say('messages'), dataIndex: 'Messages', align: 'right' },
          {
            title: say('amount'),
            dataIndex: 'Amount',
            align: 'right',
            render: (amount: string, { Commodity }) =>
              Commodity === 'CNY' ? <Yuan amount={amount} /> : amount,
          },
        ]}
      />
    </Card>
  );
}
