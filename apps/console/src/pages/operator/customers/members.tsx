import { MEMBER_ROLES, type ResponseOf } from '@herald/contract';
import { Card, Table, Tag } from 'antd';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { CUSTOMERS } from './words.ts';

type Member = ResponseOf<'InspectUVMSAccount'>['Members'][number];

const COLOURS = { invited: 'warning', active: 'success', disabled: 'default' } as const;

/** Who may act for the customer. */
export function Members({ members }: { members: readonly Member[] }) {
  const say = useWords(CUSTOMERS);
  const common = useWords(COMMON);
  const language = useLanguage();
  return (
    <Card size="small">
      <Table<Member>
        size="small"
        rowKey="MemberId"
        dataSource={members}
        pagination={{ hideOnSinglePage: true, pageSize: 50 }}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: say('email'), dataIndex: 'Email' },
          {
            title: say('role'),
            dataIndex: 'Role',
            render: (role: Member['Role']) => MEMBER_ROLES[role].words[language],
          },
          {
            title: common('state'),
            dataIndex: 'Status',
            render: (status: Member['Status']) => (
              <Tag color={COLOURS[status]}>{say(`member-${status}`)}</Tag>
            ),
          },
          {
            title: say('secondFactor'),
            dataIndex: 'TotpEnabled',
            render: (on: boolean) => say(on ? 'on' : 'off'),
          },
        ]}
      />
    </Card>
  );
}
