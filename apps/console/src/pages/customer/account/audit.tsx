import { AUDIT_ACTORS, type ResponseOf } from '@herald/contract';
import { Button, Card, Descriptions, Empty, Flex, Input, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useLocation } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { dayOf, startOfDay } from '../../../components/beijing-day.ts';
import { Failure } from '../../../components/failure.tsx';
import { Field } from '../../../components/field.tsx';
import { type Filters, useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { AUDIT } from './audit-words.ts';

type Entry = ResponseOf<'ListAuditLogs'>['Data'][number];

const DAY = 86_400;

/** What was changed of the account, by whom, from where. */
export function Page() {
  const say = useWords(AUDIT);
  const common = useWords(COMMON);
  const language = useLanguage();
  const filters = useFilters();
  const { search } = useLocation();
  const { get } = filters;
  const log = useAsk(
    'ListAuditLogs',
    {
      ...filters.paging,
      ...(get('act') ? { Act: get('act') } : {}),
      ...(get('actor') ? { ActorId: get('actor') } : {}),
      ...(get('from') ? { StartTime: startOfDay(get('from')) } : {}),
      ...(get('until') ? { EndTime: startOfDay(get('until')) + DAY - 1 } : {}),
    },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Card size="small">
        <Search key={search} filters={filters} />
        <Failure error={log.error} onRetry={() => log.refetch()} />
        <Table<Entry>
          size="small"
          rowKey="Seq"
          loading={log.isPending}
          dataSource={log.data?.Data ?? []}
          pagination={filters.pagination(log.data?.Total ?? 0)}
          scroll={{ x: 'max-content' }}
          expandable={{ expandedRowRender: (entry) => <Whole entry={entry} /> }}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('none')} /> }}
          columns={[
            { title: common('time'), dataIndex: 'Time', render: (at: number) => <Moment at={at} /> },
            { title: say('act'), dataIndex: 'Act', className: 'mono' },
            {
              title: say('actor'),
              key: 'actor',
              render: (_, { Actor, ActorId }) => (
                <>
                  {AUDIT_ACTORS[Actor][language]}{' '}
                  <Typography.Text type="secondary" className="mono">
                    {ActorId}
                  </Typography.Text>
                </>
              ),
            },
            { title: say('ip'), dataIndex: 'Ip', className: 'mono', render: (ip: string) => ip || '–' },
            {
              title: say('result'),
              dataIndex: 'RetCodeOfAct',
              render: (code: number) => <Tag color={code === 0 ? 'success' : 'warning'}>{code}</Tag>,
            },
          ]}
        />
      </Card>
    </>
  );
}

const NAMES = ['from', 'until', 'act', 'actor'] as const;
type Draft = Record<(typeof NAMES)[number], string>;

function Search({ filters }: { filters: Filters }) {
  const say = useWords(AUDIT);
  const common = useWords(COMMON);
  const [draft, setDraft] = useState<Draft>(
    () => Object.fromEntries(NAMES.map((name) => [name, filters.get(name)])) as Draft,
  );
  const put = (name: keyof Draft) => (event: { target: { value: string } }) =>
    setDraft({ ...draft, [name]: event.target.value.trim() });
  const [today] = useState(() => dayOf(Date.now()));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        filters.set(draft);
      }}
    >
      <Flex gap={12} wrap align="flex-end" style={{ marginBottom: 12 }}>
        <Field label={say('from')}>
          <Input type="date" max={today} value={draft.from} onChange={put('from')} />
        </Field>
        <Field label={say('until')}>
          <Input type="date" max={today} value={draft.until} onChange={put('until')} />
        </Field>
        <Field label={say('act')}>
          <Input maxLength={64} value={draft.act} onChange={put('act')} style={{ width: 190 }} />
        </Field>
        <Field label={say('actorId')}>
          <Input maxLength={128} value={draft.actor} onChange={put('actor')} style={{ width: 190 }} />
        </Field>
        <Button type="primary" htmlType="submit">
          {common('search')}
        </Button>
      </Flex>
    </form>
  );
}

function Whole({ entry }: { entry: Entry }) {
  const say = useWords(AUDIT);
  const text = (value: string) => <span className="mono wrap">{value || '–'}</span>;
  return (
    <Descriptions
      size="small"
      column={1}
      items={[
        { key: 'detail', label: say('detail'), children: text(entry.Detail) },
        { key: 'request', label: say('request'), children: text(entry.RequestId) },
        { key: 'seq', label: say('seq'), children: entry.Seq },
        { key: 'hash', label: say('hash'), children: text(entry.Hash) },
      ]}
    />
  );
}
