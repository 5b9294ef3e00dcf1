import type { ResponseOf } from '@herald/contract';
import { Alert, Flex, Tag } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { minuteColumn } from '../parts/desk-columns.tsx';
import { KEYS } from './key-words.ts';

type Answer = ResponseOf<'GetUVMSMasterKeys'>;
type Key = Answer['Keys'][number];
type Place = Answer['Places'][number];

const COLOURS = { sealing: 'success', needed: 'warning', removable: 'default' } as const;

/** The master keys, and how far a change of them is. */
export function Page() {
  const say = useWords(KEYS);
  const common = useWords(COMMON);
  const keys = useAsk('GetUVMSMasterKeys', {}, { every: 5000 });
  const { data } = keys;
  const changing = data?.Keys.some(({ State }) => State === 'needed') ?? false;
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Flex vertical gap={16}>
        {changing && data && data.OldProcesses.length > 0 && (
          <Alert type="warning" showIcon title={say('restart', { who: data.OldProcesses.join(', ') })} />
        )}
        {changing && data && data.WaitingMails > 0 && (
          <Alert type="info" showIcon title={say('mails', { count: data.WaitingMails })} />
        )}
        <Rows<Answer, Key>
          answer={keys}
          rows={({ Keys }) => Keys}
          rowKey="KeyId"
          empty={say('none')}
          columns={[
            { title: say('key'), dataIndex: 'KeyId', className: 'mono' },
            {
              title: common('state'),
              dataIndex: 'State',
              render: (state: Key['State']) => <Tag color={COLOURS[state]}>{say(`state-${state}`)}</Tag>,
            },
            minuteColumn(say('since'), 'SinceTime'),
            minuteColumn(say('emptied'), 'EmptyTime'),
          ]}
        />
        {(data?.Places.length ?? 0) > 0 && (
          <Rows<Answer, Place>
            answer={keys}
            rows={({ Places }) => Places}
            rowKey="Table"
            title={say('progress')}
            empty={say('none')}
            columns={[
              { title: say('table'), dataIndex: 'Table', className: 'mono' },
              { title: say('looked'), dataIndex: 'Looked', align: 'right', className: 'number' },
              { title: say('resealed'), dataIndex: 'Resealed', align: 'right', className: 'number' },
              { title: say('unreadable'), dataIndex: 'Unreadable', align: 'right', className: 'number' },
              minuteColumn(say('done'), 'DoneTime'),
            ]}
          />
        )}
      </Flex>
    </>
  );
}
