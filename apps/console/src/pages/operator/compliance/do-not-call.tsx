import type { ResponseOf } from '@herald/contract';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { FormButton } from '../../../components/act.tsx';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { MaskedPhone } from '../../../components/message/phone.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Registries } from '../../../components/registries/registries.tsx';
import { Rows } from '../../../components/rows.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { minuteColumn } from '../parts/desk-columns.tsx';
import { DESK } from '../parts/words.ts';
import { DO_NOT_CALL } from './do-not-call-words.ts';

type Answer = ResponseOf<'QueryUVMSDoNotCall'>;
type Refused = Answer['Data'][number];

const STALE = ['QueryUVMSDoNotCall'] as const;
const SOURCES = ['operator', 'complaint', 'registry'] as const;

/** 4.2.8: who refuses whom. */
export function Page() {
  const say = useWords(DO_NOT_CALL);
  const wordOf = (source: string) => {
    const key = `source-${source}`;
    return key in DO_NOT_CALL ? say(key as keyof typeof DO_NOT_CALL) : source;
  };
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const phone = filters.get('phone');
  const account = filters.get('account');
  const list = useAsk(
    'QueryUVMSDoNotCall',
    {
      ...filters.paging,
      ...(phone ? { PhoneNumber: phone } : {}),
      ...(account ? { AccountId: account } : {}),
    },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        <Buttons />
      </PageHead>
      <Rows<Answer, Refused>
        answer={list}
        rows={({ Data }) => Data}
        rowKey={({ AccountId, Phone, Source, Registry, CreateTime }) =>
          `${AccountId} ${Phone} ${Source} ${Registry} ${CreateTime}`
        }
        empty={say('nobody')}
        pagination={filters.pagination(list.data?.Total ?? 0)}
        columns={[
          {
            title: say('callee'),
            dataIndex: 'Phone',
            render: (phone: string) => <MaskedPhone masked={phone} />,
          },
          {
            title: say('refuses'),
            dataIndex: 'AccountId',
            render: (id: string) =>
              id === '' ? say('everybody') : <Link to={`/operator/customers/${id}`}>{id}</Link>,
          },
          {
            title: say('source'),
            dataIndex: 'Source',
            render: (source: string, { Registry: registry }) => registry ?? wordOf(source),
          },
          { title: say('remark'), dataIndex: 'Remark', className: 'wrap' },
          minuteColumn(common('time'), 'CreateTime'),
        ]}
      >
        <FilterBar
          filters={filters}
          of={[
            { name: 'phone', label: say('phone'), width: 200 },
            { name: 'account', label: desk('accountId') },
          ]}
        />
      </Rows>
      <div style={{ marginTop: 16 }}>
        <Registries of="operator" />
      </div>
    </>
  );
}

function Buttons() {
  const say = useWords(DO_NOT_CALL);
  const desk = useWords(DESK);
  const numbers = { name: 'PhoneNumbers', label: say('numbers'), kind: 'lines', required: true } as const;
  const account = { name: 'AccountId', label: say('forAccount') } as const;
  const reason = { name: 'Reason', label: desk('reason'), required: true } as const;
  return (
    <>
      <FormButton
        action="BatchDeleteUVMSDoNotCall"
        label={say('remove')}
        intro={say('removeIntro')}
        size="middle"
        stale={STALE}
        fields={[numbers, account, reason]}
      />
      <FormButton
        action="BatchCreateUVMSDoNotCall"
        label={say('add')}
        intro={say('addIntro')}
        type="primary"
        size="middle"
        stale={STALE}
        initial={{ Source: 'operator' }}
        fields={[
          numbers,
          account,
          {
            name: 'Source',
            label: say('source'),
            kind: 'choice',
            required: true,
            choices: SOURCES.map((value) => ({ value, label: say(`source-${value}`) })),
          },
          reason,
        ]}
      />
    </>
  );
}
