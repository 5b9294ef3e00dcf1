import { MAINLAND_OPERATORS, type MainlandOperator, type ResponseOf } from '@herald/contract';
import { Card, Col, Empty, Flex, Input, Row, Select, Statistic, Table } from 'antd';
import { useState } from 'react';
import { useAsk } from '../../../api/ask.ts';
import { Bars } from '../../../components/bars.tsx';
import { dayOf, lastDays, startOfDay } from '../../../components/beijing-day.ts';
import { ExportButtons } from '../../../components/export-buttons.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Field } from '../../../components/field.tsx';
import { type Filters, useFilters } from '../../../components/filters.ts';
import { Level } from '../../../components/level.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Yuan } from '../../../components/values.tsx';
import { useMay, useProject } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { STATISTICS } from './words.ts';

type Line = ResponseOf<'GetUVMSSendStatistics'>['Data'][number];

const GROUPS = ['day', 'template', 'number', 'trunk', 'city', 'operator', 'purpose', 'destination'] as const;
type Group = (typeof GROUPS)[number];
const DAYS = 30;
/** Days of one question, as the service has it. */
const MOST_DAYS = 92;
const DAY = 86_400;

/** What was sent, counted by day or by what else it went. */
export function Page() {
  const say = useWords(STATISTICS);
  const sees = useMay()('billing:read');
  const filters = useFilters();
  const [usual] = useState(() => lastDays(DAYS, Date.now()));
  const from = filters.get('from') || (usual[0] ?? '');
  const until = filters.get('until') || (usual.at(-1) ?? '');
  const group: Group = GROUPS.find((one) => one === filters.get('by')) ?? 'day';
  const request = { StartDay: from, EndDay: until, ...useProject() };
  const statistics = useAsk('GetUVMSSendStatistics', { ...request, GroupBy: group }, { keep: true });
  const byDay = useAsk('GetUVMSSendStatistics', { ...request, GroupBy: 'day' }, { keep: true });
  const nameOf = useKeyName(group);
  const lines = statistics.data?.Data ?? [];
  const columns = [
    ...(['Sent', 'Dialled', 'Answered', 'Unknown'] as const).map((name) => ({
      title: say(name.toLowerCase() as 'sent'),
      dataIndex: name,
      align: 'right' as const,
      className: 'number',
    })),
    {
      title: say('ratio'),
      dataIndex: 'AnswerRatio',
      render: (ratio: number) => (
        <div style={{ width: 110 }} className="number">
          {percent(ratio)}
          <Level of={ratio} all={1} />
        </div>
      ),
    },
    {
      title: say('averageTalk'),
      dataIndex: 'AverageTalk',
      align: 'right' as const,
      render: (seconds: number) => seconds.toFixed(1),
    },
    { title: say('units'), dataIndex: 'Units', align: 'right' as const },
    { title: say('complaints'), dataIndex: 'Complaints', align: 'right' as const },
    {
      title: say('rate'),
      dataIndex: 'Per10000',
      align: 'right' as const,
      render: rateText,
    },
    ...(sees
      ? [
          {
            title: say('cost'),
            dataIndex: 'Cost',
            align: 'right' as const,
            render: (amount: string) => <Yuan amount={amount} />,
          },
        ]
      : []),
  ];

  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        <ExportButtons
          action="ExportUVMSSendStatistics"
          request={{ ...request, GroupBy: group }}
          disabled={lines.length === 0}
        />
      </PageHead>
      <Flex vertical gap={16}>
        <Card size="small">
          <Search filters={filters} from={from} until={until} group={group} />
          <Failure error={statistics.error ?? byDay.error} onRetry={() => statistics.refetch()} />
          {statistics.data && <Totals totals={statistics.data.Total} sees={sees} />}
        </Card>
        <Card size="small" title={say('chart')}>
          <div style={{ maxWidth: 760 }}>
            <ByDay from={from} until={until} lines={byDay.data?.Data ?? []} />
          </div>
        </Card>
        <Card size="small" title={say(`by-${group}`)}>
          <Table<Line>
            size="small"
            rowKey="Key"
            loading={statistics.isPending}
            dataSource={lines}
            pagination={{ defaultPageSize: 20, hideOnSinglePage: true }}
            scroll={{ x: 'max-content' }}
            locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('none')} /> }}
            columns={[
              { title: say(`by-${group}`), dataIndex: 'Key', render: (key: string) => nameOf(key) },
              ...columns,
            ]}
          />
        </Card>
      </Flex>
    </>
  );
}

const rateText = (rate: number | undefined) => rate?.toFixed(2) ?? '';
const percent = (ratio: number) => `${(ratio * 100).toFixed(1)}%`;

const isOperator = (key: string): key is MainlandOperator => Object.hasOwn(MAINLAND_OPERATORS, key);

/** What a line is about, in words. */
function useKeyName(group: Group): (key: string) => string {
  const say = useWords(STATISTICS);
  const common = useWords(COMMON);
  const language = useLanguage();
  return (key) => {
    if (key === '') return say('noneOf');
    if (key === '*') return say('rest');
    if (group === 'purpose') return common(key === '1' ? 'code' : 'notice');
    if (group === 'operator' && isOperator(key)) return MAINLAND_OPERATORS[key][language];
    return key;
  };
}

function Search({
  filters,
  from,
  until,
  group,
}: {
  filters: Filters;
  from: string;
  until: string;
  group: Group;
}) {
  const say = useWords(STATISTICS);
  const [today] = useState(() => dayOf(Date.now()));
  const day = (name: 'from' | 'until') => (event: { target: { value: string } }) =>
    filters.set({ [name]: event.target.value });
  return (
    <Flex gap={12} wrap align="flex-end" style={{ marginBottom: 16 }}>
      <Field label={say('from')}>
        <Input type="date" max={until} value={from} onChange={day('from')} />
      </Field>
      <Field label={say('until')}>
        <Input type="date" min={from} max={today} value={until} onChange={day('until')} />
      </Field>
      <Field label={say('groupBy')}>
        <Select
          aria-label={say('groupBy')}
          value={group}
          onChange={(by: Group) => filters.set({ by: by === 'day' ? '' : by })}
          style={{ width: 150 }}
          options={GROUPS.map((value) => ({ value, label: say(`by-${value}`) }))}
        />
      </Field>
    </Flex>
  );
}

function Totals({ totals, sees }: { totals: ResponseOf<'GetUVMSSendStatistics'>['Total']; sees: boolean }) {
  const say = useWords(STATISTICS);
  const figures = [
    ['sent', totals.Sent],
    ['answered', totals.Answered],
    ['ratio', percent(totals.AnswerRatio)],
    ['averageTalk', totals.AverageTalk.toFixed(1)],
    ['units', totals.Units],
    ['complaints', totals.Complaints],
    ...(sees ? ([['cost', Number(totals.Cost).toFixed(2)]] as const) : []),
  ] as const;
  return (
    <Row gutter={[16, 12]}>
      {figures.map(([name, value]) => (
        <Col key={name} xs={12} sm={8} lg={4}>
          <Statistic title={say(name)} value={value} styles={{ content: { fontSize: 20 } }} />
        </Col>
      ))}
    </Row>
  );
}

function ByDay({ from, until, lines }: { from: string; until: string; lines: readonly Line[] }) {
  const say = useWords(STATISTICS);
  const count = Math.round((startOfDay(until) - startOfDay(from)) / DAY) + 1;
  // What the service refuses has no chart; the refusal stands above.
  if (!(count >= 1 && count <= MOST_DAYS)) return null;
  const days = lastDays(count, startOfDay(until) * 1000);
  const rows = days.map((day) => lines.find(({ Key }) => Key === day));
  return (
    <Bars
      title={say('chart')}
      labels={days.map((day) => day.slice(5))}
      series={[
        { name: 'answered', colour: 'colorPrimary', values: rows.map((row) => row?.Answered ?? 0) },
        {
          name: 'others',
          colour: 'colorPrimaryBorder',
          values: rows.map((row) => (row ? row.Sent - row.Answered : 0)),
        },
      ]}
      format={(value) => String(value)}
    />
  );
}
