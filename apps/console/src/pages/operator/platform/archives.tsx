import type { ResponseOf } from '@herald/contract';
import { useAsk } from '../../../api/ask.ts';
import { SaveButton } from '../../../components/act.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { minuteColumn } from '../parts/desk-columns.tsx';
import { ARCHIVES } from './archive-words.ts';

type Answer = ResponseOf<'ListUVMSArchives'>;
type Archive = Answer['Data'][number];

/** Months beyond reach, as files. */
export function Page() {
  const say = useWords(ARCHIVES);
  const common = useWords(COMMON);
  const archives = useAsk('ListUVMSArchives', {});
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Rows<Answer, Archive>
        answer={archives}
        rows={({ Data }) => Data}
        rowKey={({ Month, Source }) => `${Month} ${Source}`}
        empty={say('none')}
        columns={[
          { title: say('month'), dataIndex: 'Month' },
          {
            title: say('source'),
            dataIndex: 'Source',
            render: (source: Archive['Source']) => say(`source-${source}`),
          },
          { title: say('rows'), dataIndex: 'Rows', align: 'right', className: 'number' },
          { title: say('bytes'), dataIndex: 'Bytes', align: 'right', className: 'number' },
          minuteColumn(say('archived'), 'ArchiveTime'),
          minuteColumn(say('dropped'), 'DropTime'),
          {
            title: 'SHA-256',
            dataIndex: 'Sha256',
            className: 'mono',
            render: (hash: string) => hash.slice(0, 16),
          },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, { Month, Source }) => (
              <SaveButton action="DownloadUVMSArchive" request={{ Month, Source }}>
                {say('download')}
              </SaveButton>
            ),
          },
        ]}
      />
    </>
  );
}
