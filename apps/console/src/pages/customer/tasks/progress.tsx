import { Card, Col, Descriptions, Row, Statistic, theme } from 'antd';
import { formatYuan, Moment } from '../../../components/values.tsx';
import { useWords } from '../../../words/language.ts';
import { doneRows, type Task } from './task-rules.ts';
import { TASKS } from './words.ts';

const PARTS = [
  ['Answered', 'row-answered', 'colorSuccess'],
  ['Failed', 'row-failed', 'colorWarning'],
  ['Refused', 'row-refused', 'colorError'],
  ['Unknown', 'row-unknown', 'colorErrorBorder'],
  ['Skipped', 'row-skipped', 'colorTextQuaternary'],
  ['Cancelled', 'row-cancelled', 'colorTextQuaternary'],
  ['Queued', 'row-queued', 'colorPrimary'],
  ['Waiting', 'row-waiting', 'colorFillSecondary'],
] as const;

/** Where the rows are, as a bar and as figures, and what was charged so far. */
export function Progress({ task }: { task: Task }) {
  const say = useWords(TASKS);
  const { token } = theme.useToken();
  return (
    <Card
      size="small"
      title={say('progress')}
      extra={<span className="number">{say('of', { done: doneRows(task), total: task.Total })}</span>}
    >
      <div
        aria-hidden="true"
        style={{
          display: 'flex',
          height: 12,
          borderRadius: 6,
          overflow: 'hidden',
          background: token.colorFillSecondary,
          marginBottom: 16,
        }}
      >
        {PARTS.map(([name, , colour]) => (
          <div
            key={name}
            style={{ width: `${(task[name] / Math.max(1, task.Total)) * 100}%`, background: token[colour] }}
          />
        ))}
      </div>
      <Row gutter={[16, 12]} style={{ marginBottom: 12 }}>
        <Col xs={12} sm={8} md={6} lg={4}>
          <Statistic title={say('total')} value={task.Total} styles={{ content: { fontSize: 20 } }} />
        </Col>
        {PARTS.map(([name, words, colour]) => (
          <Col key={name} xs={12} sm={8} md={6} lg={4}>
            <Statistic
              title={
                <>
                  <span
                    aria-hidden="true"
                    style={{
                      display: 'inline-block',
                      width: 8,
                      height: 8,
                      borderRadius: 2,
                      marginInlineEnd: 6,
                      background: token[colour],
                    }}
                  />
                  {say(words)}
                </>
              }
              value={task[name]}
              styles={{ content: { fontSize: 20 } }}
            />
          </Col>
        ))}
      </Row>
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2, lg: 3 }}
        items={[
          { key: 'sent', label: say('sent'), children: task.Sent },
          {
            key: 'charged',
            label: say('charged'),
            children: say('chargedValue', { count: task.CostCount, money: formatYuan(task.CostMoney) }),
          },
          { key: 'next', label: say('nextTime'), children: <Moment at={task.NextTime} /> },
          { key: 'began', label: say('began'), children: <Moment at={task.BeginTime} /> },
          { key: 'ended', label: say('ended'), children: <Moment at={task.EndTime} /> },
        ]}
      />
    </Card>
  );
}
