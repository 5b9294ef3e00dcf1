import type { ResponseOf } from '@herald/contract';
import { Table, Tag } from 'antd';
import { useWords } from '../../words/language.ts';
import { MESSAGE } from './words.ts';

type Decision = ResponseOf<'GetUVMSMessage'>['Decisions'][number];

const COLOURS = { pass: 'success', refuse: 'error', skip: 'default' } as const;

/** Every rule that a send was asked, where it comes from, and what it said. */
export function DecisionTrail({ decisions }: { decisions: readonly Decision[] }) {
  const say = useWords(MESSAGE);
  return (
    <Table<Decision>
      size="small"
      rowKey="Rule"
      pagination={false}
      dataSource={decisions}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: say('rule'), dataIndex: 'Rule', className: 'mono' },
        { title: say('clause'), dataIndex: 'Clause' },
        {
          title: say('verdict'),
          dataIndex: 'Verdict',
          render: (verdict: Decision['Verdict']) => <Tag color={COLOURS[verdict]}>{say(verdict)}</Tag>,
        },
        { title: say('facts'), dataIndex: 'Detail', className: 'wrap' },
      ]}
    />
  );
}
