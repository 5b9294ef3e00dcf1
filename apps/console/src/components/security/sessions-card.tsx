import type { ResponseOf } from '@herald/contract';
import { Card, Table, Tag } from 'antd';
import { useAsk } from '../../api/ask.ts';
import { COMMON } from '../../words/common.ts';
import { useWords } from '../../words/language.ts';
import { ActButton } from '../act-button.tsx';
import { Failure } from '../failure.tsx';
import { Moment } from '../values.tsx';
import { SECURITY } from './words.ts';

type Session = ResponseOf<'ListSessions'>['Sessions'][number];
const STALE = ['ListSessions'] as const;

/** Where one is logged in. */
export function SessionsCard() {
  const say = useWords(SECURITY);
  const common = useWords(COMMON);
  const sessions = useAsk('ListSessions', {});
  return (
    <Card
      size="small"
      title={say('sessions')}
      extra={
        <ActButton size="small" action="EndOtherSessions" request={{}} stale={STALE}>
          {say('endOthers')}
        </ActButton>
      }
    >
      <Failure error={sessions.error} onRetry={() => sessions.refetch()} />
      <Table<Session>
        size="small"
        rowKey="SessionId"
        loading={sessions.isPending}
        dataSource={sessions.data?.Sessions ?? []}
        pagination={false}
        scroll={{ x: 760 }}
        columns={[
          { title: say('ip'), dataIndex: 'Ip' },
          { title: say('agent'), dataIndex: 'Agent', className: 'wrap', width: 320 },
          {
            title: say('lastUse'),
            dataIndex: 'LastUseTime',
            render: (at: number) => <Moment at={at} precision="minute" />,
          },
          {
            title: say('until'),
            dataIndex: 'ExpireTime',
            render: (at: number) => <Moment at={at} precision="minute" />,
          },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, { SessionId, Current }) =>
              Current ? (
                <Tag color="processing">{say('thisOne')}</Tag>
              ) : (
                <ActButton size="small" action="EndSession" request={{ SessionId }} stale={STALE}>
                  {say('end')}
                </ActButton>
              ),
          },
        ]}
      />
    </Card>
  );
}
