import type { ResponseOf } from '@herald/contract';
import { Card, Table } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Moment } from '../../../components/values.tsx';
import { useMay, useProject } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { RECEIPTS } from './words.ts';

type Letter = ResponseOf<'ListUVMSReceiptPushes'>['Data'][number];
const STALE = ['ListUVMSReceiptPushes', 'GetUVMSReceipt'] as const;
const SHOWN = 50;

/** Receipts whose push was given up, and pushing them again. */
export function DeadLetters() {
  const say = useWords(RECEIPTS);
  const common = useWords(COMMON);
  const mayPush = useMay()('uvms:configure');
  const letters = useAsk('ListUVMSReceiptPushes', { Limit: SHOWN, ...useProject() });
  const any = (letters.data?.Data.length ?? 0) > 0;
  return (
    <Card
      size="small"
      title={say('dead')}
      extra={
        mayPush &&
        any && (
          <ActButton size="small" action="ResendUVMSReceipts" request={{}} stale={STALE}>
            {say('resendAll')}
          </ActButton>
        )
      }
    >
      <Failure error={letters.error} onRetry={() => letters.refetch()} />
      <Table<Letter>
        size="small"
        rowKey="SessionNo"
        loading={letters.isPending}
        dataSource={letters.data?.Data ?? []}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: say('noDead') }}
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
          { title: common('time'), dataIndex: 'EndTime', render: (at: number) => <Moment at={at} /> },
          { title: say('attempts'), dataIndex: 'Attempts' },
          {
            title: say('lastTry'),
            key: 'last',
            className: 'wrap',
            render: (_, { Last }) => (
              <>
                <Moment at={Last.Time} /> {Last.Status || ''} {Last.Error}
              </>
            ),
          },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, { SessionNo }) =>
              mayPush && (
                <ActButton
                  size="small"
                  action="ResendUVMSReceipts"
                  request={{ SessionNos: [SessionNo] }}
                  stale={STALE}
                >
                  {say('resend')}
                </ActButton>
              ),
          },
        ]}
      />
    </Card>
  );
}
