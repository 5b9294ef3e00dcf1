import type { ResponseOf } from '@herald/contract';
import { Button, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useWords } from '../../../words/language.ts';
import { ACCOUNT } from './words.ts';

export type ClauseKept = ResponseOf<'GetUVMSLivingAgreement'>['Clauses'][number];

/** Below a clause: what keeps it, opened on demand to the places in the code and the tests. */
export function ClauseProof({ clause }: { clause: ClauseKept }) {
  const say = useWords(ACCOUNT);
  const [open, setOpen] = useState(false);
  const { Number: number, Kept, Passed, Failed } = clause;
  const proved = Kept === 'software' && Failed === 0 && Passed > 0;
  const passed = Kept === 'words' ? say('wordsOnly') : say('proved', { count: Passed });
  const summary = Failed > 0 ? `${passed} · ${say('failedTests', { count: Failed })}` : passed;
  return (
    <div style={{ marginBottom: 12 }}>
      <Button
        type="text"
        size="small"
        aria-expanded={open}
        aria-label={`${number} ${summary}`}
        onClick={() => setOpen(!open)}
      >
        <Tag color={proved ? 'success' : Kept === 'words' ? 'default' : 'error'}>{summary}</Tag>
      </Button>
      {open && (
        <div style={{ padding: '4px 0 4px 16px', overflowWrap: 'anywhere' }}>
          {clause.Reason && <Typography.Paragraph>{clause.Reason}</Typography.Paragraph>}
          {clause.Places.length > 0 && <strong>{say('keptBy')}</strong>}
          <ul>
            {clause.Places.map(({ File, Symbol: symbol, Says }) => (
              <li key={`${File}#${symbol}`}>
                <code>{symbol}</code> <Typography.Text type="secondary">{File}</Typography.Text>
                <div>{Says}</div>
              </li>
            ))}
          </ul>
          {clause.Tests.length > 0 && <strong>{say('provedBy', { count: Passed + Failed })}</strong>}
          <ul>
            {clause.Tests.map(({ File, Title, Result }) => (
              <li key={`${File}\n${Title}`}>
                {Result === 'passed' ? '✓' : '✗'} {Title}{' '}
                <Typography.Text type="secondary">{File}</Typography.Text>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
