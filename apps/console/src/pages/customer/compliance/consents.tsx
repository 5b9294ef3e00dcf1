import type { ResponseOf } from '@herald/contract';
import { Select, Tag } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { Act } from '../../../components/act.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { CONSENTS } from './consent-words.ts';

type Answer = ResponseOf<'ListUVMSConsents'>;
type Consent = Answer['Data'][number];

const KINDS = ['recording', 'improvement'] as const;

/** 4.3.9: what callees said when they were asked, and taking it back at their wish. */
export function Page() {
  const say = useWords(CONSENTS);
  const common = useWords(COMMON);
  const filters = useFilters();
  const kind = KINDS.find((one) => one === filters.get('kind'));
  const consents = useAsk(
    'ListUVMSConsents',
    { ...filters.paging, ...(kind ? { Kind: kind } : {}) },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Rows<Answer, Consent>
        answer={consents}
        rows={({ Data }) => Data}
        rowKey={({ SessionNo, Node, Kind, Time }) => `${SessionNo} ${Node} ${Kind} ${Time}`}
        empty={say('none')}
        pagination={filters.pagination(consents.data?.Total ?? 0)}
        columns={[
          {
            title: common('time'),
            dataIndex: 'Time',
            render: (at: number) => <Moment at={at} precision="minute" />,
          },
          { title: say('kind'), dataIndex: 'Kind', render: (of: Consent['Kind']) => say(`kind-${of}`) },
          { title: say('question'), dataIndex: 'Question', className: 'wrap' },
          {
            title: say('answer'),
            key: 'answer',
            render: (_, { Given, Key: key, RevokedBy: by }) => (
              <>
                <Tag color={Given && by === '' ? 'success' : 'default'}>
                  {Given ? say('yes', { key }) : say('no')}
                </Tag>
                {(by === 'callee' || by === 'customer') && say(`revoked-${by}`)}
              </>
            ),
          },
          {
            title: say('message'),
            dataIndex: 'SessionNo',
            className: 'mono',
            render: (id: string, { Inbound }) => (
              <Link to={Inbound ? '/numbers/inbound' : `/records/${id}`}>
                {Inbound ? say('inbound', { id }) : id}
              </Link>
            ),
          },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, { SessionNo, Kind, Given, RevokedBy }) =>
              Given &&
              RevokedBy === '' && (
                <Act
                  action="RevokeUVMSConsent"
                  request={{ SessionNo, Kind }}
                  stale={['ListUVMSConsents']}
                  confirm={say(`sure-${Kind}`)}
                  danger
                >
                  {say('revoke')}
                </Act>
              ),
          },
        ]}
      >
        <Select
          aria-label={say('kind')}
          allowClear
          placeholder={say('kind')}
          value={kind ?? null}
          options={KINDS.map((value) => ({ value, label: say(`kind-${value}`) }))}
          onChange={(value) => filters.set({ kind: value ?? '' })}
          style={{ width: 200, marginBottom: 12 }}
        />
      </Rows>
    </>
  );
}
