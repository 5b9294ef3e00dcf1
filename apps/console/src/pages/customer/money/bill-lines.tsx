import type { RequestOf, ResponseOf } from '@herald/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Card, Empty, Select, Table } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { call } from '../../../api/call.ts';
import { useRealm } from '../../../api/realm.ts';
import { Failure } from '../../../components/failure.tsx';
import { Phone } from '../../../components/message/phone.tsx';
import { Moment, Yuan } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { BILLS } from './bill-words.ts';

type Line = ResponseOf<'ListUBillDetail'>['Data'][number];
type Kind = NonNullable<RequestOf<'ListUBillDetail'>['Kind']>;

const KINDS: readonly Kind[] = ['usage', 'order', 'movement'];
const AT_ONCE = 50;

/** The lines of a bill in the order of time; the service leads on by a cursor, so they are had piece by piece. */
export function BillLines({ month: Month }: { month: string }) {
  const say = useWords(BILLS);
  const common = useWords(COMMON);
  const realm = useRealm();
  const language = useLanguage();
  const [kind, setKind] = useState<Kind | ''>('');
  const lines = useInfiniteQuery({
    queryKey: ['ListUBillDetail', realm, language, Month, kind],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      call(
        realm,
        'ListUBillDetail',
        {
          Month,
          Limit: AT_ONCE,
          ...(kind ? { Kind: kind } : {}),
          ...(pageParam ? { Cursor: pageParam } : {}),
        },
        signal,
      ),
    getNextPageParam: ({ NextCursor }) => NextCursor || undefined,
  });
  return (
    <Card
      size="small"
      title={say('lines')}
      extra={
        <Select<Kind | ''>
          aria-label={say('kind')}
          value={kind}
          onChange={setKind}
          style={{ width: 130 }}
          options={[
            { value: '', label: common('all') },
            ...KINDS.map((value) => ({ value, label: say(`kind-${value}`) })),
          ]}
        />
      }
    >
      <Failure error={lines.error} onRetry={() => lines.refetch()} />
      <Table<Line>
        size="small"
        rowKey={(line) =>
          `${line.Time} ${line.SessionNo}${line.OrderId} ${line.Commodity} ${line.PayerId} ${line.Amount}`
        }
        loading={lines.isPending}
        dataSource={lines.data?.pages.flatMap(({ Data }) => Data) ?? []}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noLines')} /> }}
        columns={[
          { title: common('time'), dataIndex: 'Time', render: (at: number) => <Moment at={at} /> },
          { title: say('kind'), dataIndex: 'Kind' },
          {
            title: say('subject'),
            key: 'subject',
            render: (_, { SessionNo, OrderId, Subject }) =>
              SessionNo ? (
                <Link className="mono" to={`/records/${SessionNo}`}>
                  {Subject || SessionNo}
                </Link>
              ) : (
                <span className="mono">{OrderId || Subject}</span>
              ),
          },
          {
            title: say('phone'),
            dataIndex: 'Phone',
            render: (phone: string) => phone && <Phone number={phone} />,
          },
          {
            title: say('amount'),
            key: 'amount',
            align: 'right',
            render: (_, { Amount, Commodity }) =>
              Commodity === 'CNY' ? <Yuan amount={Amount} /> : `${Amount} ${Commodity}`,
          },
        ]}
      />
      {lines.hasNextPage && (
        <Button
          block
          style={{ marginTop: 12 }}
          loading={lines.isFetchingNextPage}
          onClick={() => lines.fetchNextPage()}
        >
          {say('more')}
        </Button>
      )}
    </Card>
  );
}
