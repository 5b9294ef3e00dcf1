import type { ResponseOf } from '@herald/contract';
import { Card, Flex, Table } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { ExportButtons } from '../../../components/export-buttons.tsx';
import { Failure } from '../../../components/failure.tsx';
import { LeafButtons, useLeafing } from '../../../components/leafing.tsx';
import { useWords } from '../../../words/language.ts';
import { TASKS } from './words.ts';

type Fault = ResponseOf<'ListUVMSTaskFaults'>['Data'][number];

/** What is wrong with the list: line, column and why. */
export function Faults({ taskNo }: { taskNo: string }) {
  const say = useWords(TASKS);
  const leafing = useLeafing(taskNo);
  const faults = useAsk(
    'ListUVMSTaskFaults',
    { TaskNo: taskNo, AfterLine: leafing.after, NumPerPage: 10 },
    { keep: true },
  );
  return (
    <Card
      size="small"
      title={say('faults')}
      extra={
        <Flex gap={8} wrap>
          <ExportButtons size="small" action="ExportUVMSTask" request={{ TaskNo: taskNo, Kind: 'faults' }} />
        </Flex>
      }
    >
      <Failure error={faults.error} onRetry={() => faults.refetch()} />
      <Table<Fault>
        size="small"
        rowKey={({ Line, Column }) => `${Line}.${Column}`}
        loading={faults.isPending}
        dataSource={faults.data?.Data ?? []}
        pagination={false}
        scroll={{ x: 'max-content' }}
        columns={[
          { title: say('line'), dataIndex: 'Line' },
          { title: say('column'), dataIndex: 'Column' },
          { title: say('fault'), dataIndex: 'Message' },
        ]}
      />
      <LeafButtons leafing={leafing} next={faults.data?.More ? faults.data.Data.at(-1)?.Line : undefined} />
    </Card>
  );
}
