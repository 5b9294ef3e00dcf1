import type { ResponseOf } from '@herald/contract';
import { Tag } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { FormButton } from '../../../components/act.tsx';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { minuteColumn } from '../parts/desk-columns.tsx';
import { DESK } from '../parts/words.ts';
import { ERASURES } from './erasure-words.ts';

type Answer = ResponseOf<'ListUVMSErasures'>;
type Erasure = Answer['Data'][number];

const EVERY = 5000;

/** 4.2.9, 4.2.10: what was erased, and what is to be. */
export function Page() {
  const say = useWords(ERASURES);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const account = filters.get('account');
  const erasures = useAsk(
    'ListUVMSErasures',
    { ...filters.paging, ...(account ? { AccountId: account } : {}) },
    { keep: true, every: EVERY },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        <FormButton
          action="ExportUVMSNumberData"
          label={say('take')}
          intro={say('takeIntro')}
          size="middle"
          fields={[
            { name: 'PhoneNumber', label: say('phone'), required: true },
            { name: 'Reason', label: desk('reason'), required: true },
          ]}
        />
        <FormButton
          action="EraseUVMSData"
          label={say('ask')}
          intro={say('askIntro')}
          danger
          size="middle"
          stale={['ListUVMSErasures']}
          fields={[
            { name: 'PhoneNumber', label: say('phone') },
            { name: 'AccountId', label: desk('accountId') },
            { name: 'Reason', label: desk('reason'), required: true },
          ]}
        />
      </PageHead>
      <Rows<Answer, Erasure>
        answer={erasures}
        rows={({ Data }) => Data}
        rowKey="ErasureId"
        empty={say('none')}
        pagination={filters.pagination(erasures.data?.Total ?? 0)}
        columns={[
          minuteColumn(common('time'), 'AskTime'),
          {
            title: say('callee'),
            dataIndex: 'Phone',
            className: 'number',
            render: (phone: string, { WholeAccount }) => (WholeAccount ? say('whole') : phone || '–'),
          },
          {
            title: say('where'),
            dataIndex: 'AccountId',
            render: (id: string) =>
              id === '' ? say('everywhere') : <Link to={`/operator/customers/${id}`}>{id}</Link>,
          },
          {
            title: say('askedBy'),
            dataIndex: 'AskedBy',
            render: (by: Erasure['AskedBy']) => say(`by-${by}`),
          },
          {
            title: say('done'),
            dataIndex: 'DoneTime',
            render: (at: number) =>
              at > 0 ? <Moment at={at} precision="minute" /> : <Tag color="processing">{say('waiting')}</Tag>,
          },
          {
            title: say('erased'),
            key: 'erased',
            render: (_, { Messages: messages, Rows: rows, Files: files, CallsIn: calls }) =>
              say('counts', { messages, rows, files, calls }),
          },
        ]}
      >
        <FilterBar filters={filters} of={[{ name: 'account', label: desk('accountId') }]} />
      </Rows>
    </>
  );
}
