import { useState } from 'react';
import { useAsk } from '../../../api/ask.ts';
import { Bars } from '../../../components/bars.tsx';
import { lastDays } from '../../../components/beijing-day.ts';
import { Panel } from '../../../components/panel.tsx';
import { useWords } from '../../../words/language.ts';
import { OVERVIEW } from './words.ts';

const DAYS = 14;

/** Messages and cost of two weeks, from the bills of their months: what is drawn is what is billed. */
export function Charts() {
  const say = useWords(OVERVIEW);
  const [days] = useState(() => lastDays(DAYS, Date.now()));
  const months = [...new Set(days.map((day) => day.slice(0, 7)))];
  const first = useAsk('GetUBillSummary', { Month: months[0] ?? '', GroupBy: 'day' });
  const last = useAsk('GetUBillSummary', { Month: months.at(-1) ?? '', GroupBy: 'day' });
  // The service names the days of a month by their number.
  const rowsOf = (day: string) =>
    ((day.startsWith(months[0] ?? '') ? first : last).data?.Rows ?? []).filter(
      ({ Key }) => Key === day.slice(8),
    );
  const sum = (day: string, of: (row: ReturnType<typeof rowsOf>[number]) => number) =>
    rowsOf(day).reduce((total, row) => total + of(row), 0);
  const labels = days.map((day) => day.slice(5));
  return (
    <Panel title={say('chartMessages')}>
      <Bars
        title={say('chartMessages')}
        labels={labels}
        series={[
          {
            name: 'messages',
            colour: 'colorPrimary',
            values: days.map((day) => sum(day, (row) => row.Messages)),
          },
        ]}
        format={(value) => String(value)}
      />
      <h3 style={{ fontSize: 14, margin: '16px 0 8px' }}>{say('chartCost')}</h3>
      <Bars
        title={say('chartCost')}
        labels={labels}
        series={[
          {
            name: 'cost',
            colour: 'colorSuccess',
            values: days.map((day) => sum(day, (row) => (row.Commodity === 'CNY' ? Number(row.Amount) : 0))),
          },
        ]}
        format={(value) => value.toFixed(2)}
      />
    </Panel>
  );
}
