import type { ResponseOf } from '@herald/contract';
import { useAsk } from '../../../api/ask.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { useWords } from '../../../words/language.ts';
import { WithSetting } from '../parts/with-setting.tsx';
import { RETENTION_PAGE } from './retention-words.ts';

type Answer = ResponseOf<'ListUVMSRetention'>;
type Kind = Answer['Data'][number];

const moment = (at: number) => (at > 0 ? <Moment at={at} precision="minute" /> : '–');

/** 4.2.9, 12.5: how long what is kept, and what has gone. */
export function Page() {
  const say = useWords(RETENTION_PAGE);
  const kinds = useAsk('ListUVMSRetention', {});
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Rows<Answer, Kind>
        answer={kinds}
        rows={({ Data }) => Data}
        rowKey="Kind"
        columns={[
          {
            title: say('what'),
            dataIndex: 'What',
            className: 'wrap',
            render: (what: string, { Setting }) => <WithSetting setting={Setting}>{what}</WithSetting>,
          },
          {
            title: say('period'),
            key: 'period',
            render: (_, { Kept, Days: days }) => (Kept === 'days' ? say('days', { days }) : say(Kept)),
          },
          { title: say('clause'), dataIndex: 'Clause' },
          { title: say('run'), dataIndex: 'RunTime', render: moment },
          { title: say('deleted'), dataIndex: 'Deleted', align: 'right', className: 'number' },
          { title: say('deletedAt'), dataIndex: 'DeleteTime', render: moment },
          { title: say('total'), dataIndex: 'TotalDeleted', align: 'right', className: 'number' },
        ]}
      />
    </>
  );
}
