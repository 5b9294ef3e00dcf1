import type { ResponseOf } from '@herald/contract';
import { App } from 'antd';
import { useAsk } from '../../api/ask.ts';
import { useWords } from '../../words/language.ts';
import { FormButton } from '../act.tsx';
import { Rows } from '../rows.tsx';
import { Moment } from '../values.tsx';
import { REGISTRIES } from './words.ts';

type Answer = ResponseOf<'QueryUVMSBlacklistRegistries'>;
type Registry = Answer['Data'][number];

/** The account's Actions about its own list, and the staff's about the one that holds for all. */
const ACTIONS_OF = {
  customer: {
    list: 'QueryUVMSBlacklistRegistries',
    import: 'ImportUVMSBlacklistRegistry',
    withdraw: 'WithdrawUVMSBlacklistRegistry',
    stale: ['QueryUVMSBlacklistRegistries', 'QueryUVMSBlacklistPhone'],
  },
  operator: {
    list: 'ListUVMSDoNotCallRegistries',
    import: 'ImportUVMSDoNotCallRegistry',
    withdraw: 'WithdrawUVMSDoNotCallRegistry',
    stale: ['ListUVMSDoNotCallRegistries', 'QueryUVMSDoNotCall'],
  },
} as const;

interface Of {
  readonly of: keyof typeof ACTIONS_OF;
}

/** 4.2.8: do-not-call registries of others, which come as files and go as a whole. */
export function Registries({ of }: Of) {
  const say = useWords(REGISTRIES);
  const actions = ACTIONS_OF[of];
  const list = useAsk(actions.list, {});
  return (
    <Rows<Answer, Registry>
      title={say('title')}
      extra={<ImportButton of={of} />}
      answer={list}
      rows={({ Data }) => Data}
      rowKey="Registry"
      empty={say('none')}
      columns={[
        { title: say('registry'), dataIndex: 'Registry', className: 'wrap' },
        { title: say('numbers'), dataIndex: 'Numbers', align: 'right', className: 'number' },
        {
          title: say('importedAt'),
          dataIndex: 'ImportTime',
          render: (at?: number) =>
            at === undefined ? say('incomplete') : <Moment at={at} precision="minute" />,
        },
        {
          key: 'withdraw',
          align: 'right',
          render: (_value, { Registry: registry }) => (
            <FormButton
              action={actions.withdraw}
              label={say('withdraw')}
              title={say('withdrawTitle', { registry })}
              intro={say('withdrawIntro')}
              danger
              stale={actions.stale}
              fixed={{ Registry: registry }}
              fields={of === 'operator' ? [{ name: 'Reason', label: say('reason'), required: true }] : []}
            />
          ),
        },
      ]}
    />
  );
}

/** Takes a file, and says what became of its rows. */
function ImportButton({ of }: Of) {
  const say = useWords(REGISTRIES);
  const { modal } = App.useApp();
  const actions = ACTIONS_OF[of];
  function tell(answer: ResponseOf<'ImportUVMSBlacklistRegistry'>) {
    const { Rows: rows, Added: added, Removed: removed, Numbers: numbers, BadRows: bad, Errors } = answer;
    modal.info({
      title: say('imported', { rows, added, removed, numbers, bad }),
      content: (
        <div style={{ maxHeight: 320, overflow: 'auto' }}>
          {Errors.map(({ Line: line, Reason: reason }) => (
            <div key={line}>{say('badRow', { line, reason })}</div>
          ))}
        </div>
      ),
    });
  }
  return (
    <FormButton
      action={actions.import}
      label={say('import')}
      intro={say('importIntro')}
      stale={actions.stale}
      fields={[
        { name: 'Registry', label: say('name'), most: 64, required: true },
        { name: 'File', label: say('file'), kind: 'file', required: true },
      ]}
      onDone={tell}
    />
  );
}
