import { useState } from 'react';
import { useAsk } from '../../../api/ask.ts';
import { Bars } from '../../../components/bars.tsx';
import { lastDays } from '../../../components/beijing-day.ts';
import { Failure } from '../../../components/failure.tsx';
import { Panel } from '../../../components/panel.tsx';
import { useMay, useProject } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { OVERVIEW } from './words.ts';

const DAYS = 14;
const EVERY = 60_000;

/** Two weeks by day: what was sent, of it answered, and what it cost. */
export function Charts() {
  const say = useWords(OVERVIEW);
  const sees = useMay()('billing:read');
  const [days] = useState(() => lastDays(DAYS, Date.now()));
  const [first = ''] = days;
  const statistics = useAsk(
    'GetUVMSSendStatistics',
    { StartDay: first, EndDay: days.at(-1) ?? first, GroupBy: 'day', ...useProject() },
    { every: EVERY },
  );
  const rows = days.map((day) => statistics.data?.Data.find(({ Key }) => Key === day));
  const labels = days.map((day) => day.slice(5));
  return (
    <Panel title={say('chartMessages')}>
      <Failure error={statistics.error} onRetry={() => statistics.refetch()} />
      <Bars
        title={say('chartMessages')}
        labels={labels}
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
      {sees && (
        <>
          <h3 style={{ fontSize: 14, margin: '16px 0 8px' }}>{say('chartCost')}</h3>
          <Bars
            title={say('chartCost')}
            labels={labels}
            series={[
              { name: 'cost', colour: 'colorSuccess', values: rows.map((row) => Number(row?.Cost ?? 0)) },
            ]}
            format={(value) => value.toFixed(2)}
          />
        </>
      )}
    </Panel>
  );
}
