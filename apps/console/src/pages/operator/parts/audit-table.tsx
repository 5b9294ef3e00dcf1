import { AUDIT_ACTORS, type ResponseOf } from '@herald/contract';
import { Descriptions, Tag, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../../api/ask.ts';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { AUDIT } from './audit-words.ts';
import { useStaffName } from './staff-names.ts';
import { DESK } from './words.ts';

type Answer = ResponseOf<'ListUVMSAuditLogs'>;
type Entry = Answer['Data'][number];

/** What was done, by whom: to one account, or to all. */
export function AuditTable({ accountId, extra }: { accountId?: string; extra?: ReactNode }) {
  const say = useWords(AUDIT);
  const staffName = useStaffName();
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const language = useLanguage();
  const filters = useFilters();
  const account = accountId ?? filters.get('account');
  const log = useAsk(
    'ListUVMSAuditLogs',
    {
      ...filters.paging,
      ...(account ? { AccountId: account } : {}),
      ...(filters.get('act') ? { Act: filters.get('act') } : {}),
      ...(filters.get('actor') ? { ActorId: filters.get('actor') } : {}),
      ...(filters.get('chain') === 'platform' ? { Chain: 'platform' } : {}),
    },
    { keep: true },
  );
  return (
    <Rows<Answer, Entry>
      answer={log}
      rows={({ Data }) => Data}
      rowKey={({ Chain, Seq }) => `${Chain} ${Seq}`}
      empty={say('noRows')}
      extra={extra}
      pagination={filters.pagination(log.data?.Total ?? 0)}
      expanded={(entry) => <Whole entry={entry} />}
      columns={[
        { title: common('time'), dataIndex: 'Time', render: (at: number) => <Moment at={at} /> },
        { title: say('act'), dataIndex: 'Act', className: 'mono' },
        {
          title: say('actor'),
          key: 'actor',
          render: (_, { Actor, ActorId }) => (
            <>
              {AUDIT_ACTORS[Actor][language]}
              <br />
              <Typography.Text type="secondary" className="mono">
                {Actor === 'operator' ? staffName(ActorId) : ActorId}
              </Typography.Text>
            </>
          ),
        },
        { title: say('subject'), dataIndex: 'SubjectAccountId', render: (id: string) => id || '–' },
        {
          title: say('result'),
          dataIndex: 'RetCodeOfAct',
          render: (code: number) => <Tag color={code === 0 ? 'success' : 'warning'}>{code}</Tag>,
        },
      ]}
    >
      <FilterBar
        filters={filters}
        of={[
          { name: 'act', label: say('actFilter'), width: 220 },
          { name: 'actor', label: say('actorFilter') },
          ...(accountId === undefined
            ? [
                { name: 'account', label: desk('accountId') },
                {
                  name: 'chain',
                  label: say('chain'),
                  width: 130,
                  choices: [{ value: 'platform', label: say('onlyPlatform') }],
                },
              ]
            : []),
        ]}
      />
    </Rows>
  );
}

function Whole({ entry }: { entry: Entry }) {
  const say = useWords(AUDIT);
  const desk = useWords(DESK);
  const text = (value: string) => <span className="mono wrap">{value || '–'}</span>;
  return (
    <Descriptions
      size="small"
      column={1}
      items={[
        { key: 'detail', label: desk('detail'), children: text(entry.Detail) },
        { key: 'seq', label: say('seq'), children: `${entry.Chain || say('platformChain')} #${entry.Seq}` },
        { key: 'ip', label: say('ip'), children: text(entry.Ip) },
        { key: 'request', label: say('request'), children: text(entry.RequestId) },
        { key: 'hash', label: say('hash'), children: text(entry.Hash) },
      ]}
    />
  );
}
