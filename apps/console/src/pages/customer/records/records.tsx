import { Button, Card, Drawer, Flex, Input, Select } from 'antd';
import { useState } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { dayOf, startOfDay } from '../../../components/beijing-day.ts';
import { ExportButtons } from '../../../components/export-buttons.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Field } from '../../../components/field.tsx';
import { type Filters, useDraft, useFilters } from '../../../components/filters.ts';
import { RecordTable } from '../../../components/message/record-table.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { useProject } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { MessageDetail } from './message-detail.tsx';
import { RECORDS } from './words.ts';

const DAY = 86_400;

/** What was sent: searched by the service, page by page; `/records/<SessionNo>` opens one. */
export function Page() {
  const say = useWords(RECORDS);
  const filters = useFilters();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { sessionNo } = useParams();
  const request = { ...requestOf(filters), ...useProject() };
  const records = useAsk('GetUVMSSendRecord', { ...filters.paging, ...request }, { keep: true });
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        <ExportButtons action="ExportUVMSSendRecords" request={request} />
      </PageHead>
      <Card size="small">
        <SearchBar filters={filters} onRefresh={() => records.refetch()} />
        <Failure error={records.error} onRetry={() => records.refetch()} />
        <RecordTable
          records={records.data?.Data ?? []}
          loading={records.isPending || records.isPlaceholderData}
          pagination={filters.pagination(records.data?.Total ?? 0)}
        />
      </Card>
      <Drawer
        open={sessionNo !== undefined}
        onClose={() => navigate(`/records${search}`)}
        title={say('detail')}
        size={760}
      >
        {sessionNo && <MessageDetail sessionNo={sessionNo} />}
      </Drawer>
    </>
  );
}

function requestOf({ get }: Filters) {
  const from = get('from');
  const until = get('until');
  return {
    ...(from ? { StartTime: startOfDay(from) } : {}),
    ...(until ? { EndTime: startOfDay(until) + DAY - 1 } : {}),
    ...(get('phone') ? { PhoneNumber: get('phone') } : {}),
    ...(get('template') ? { TemplateId: get('template') } : {}),
    ...(get('session') ? { TaskNo: get('session') } : {}),
    ...(get('purpose') ? { Purpose: Number(get('purpose')) as 1 | 2 } : {}),
  };
}

const NAMES = ['from', 'until', 'phone', 'template', 'session', 'purpose'] as const;

function SearchBar({ filters, onRefresh }: { filters: Filters; onRefresh(): void }) {
  const say = useWords(RECORDS);
  const common = useWords(COMMON);
  const [draft, write] = useDraft(filters, NAMES);
  const put = (name: keyof typeof draft) => (event: { target: { value: string } }) =>
    write(name, event.target.value.trim());
  const [today] = useState(() => dayOf(Date.now()));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        filters.set(draft);
        onRefresh();
      }}
    >
      <Flex gap={12} wrap align="flex-end" style={{ marginBottom: 12 }}>
        <Field label={say('from')}>
          <Input type="date" max={today} value={draft.from} onChange={put('from')} />
        </Field>
        <Field label={say('until')}>
          <Input type="date" max={today} value={draft.until} onChange={put('until')} />
        </Field>
        <Field label={say('phone')}>
          <Input inputMode="tel" value={draft.phone} onChange={put('phone')} style={{ width: 160 }} />
        </Field>
        <Field label={say('template')}>
          <Input value={draft.template} onChange={put('template')} style={{ width: 190 }} />
        </Field>
        <Field label={say('sessionNo')}>
          <Input value={draft.session} onChange={put('session')} style={{ width: 190 }} />
        </Field>
        <Field label={say('purpose')}>
          <Select
            aria-label={say('purpose')}
            value={draft.purpose}
            onChange={(purpose: string) => write('purpose', purpose)}
            style={{ width: 110 }}
            options={[
              { value: '', label: common('all') },
              { value: '1', label: common('code') },
              { value: '2', label: common('notice') },
            ]}
          />
        </Field>
        <Button type="primary" htmlType="submit">
          {common('search')}
        </Button>
        <Button onClick={() => filters.set(Object.fromEntries(NAMES.map((name) => [name, ''])))}>
          {common('reset')}
        </Button>
      </Flex>
    </form>
  );
}
