import type { ResponseOf } from '@herald/contract';
import type { UseQueryResult } from '@tanstack/react-query';
import { Alert, Button, Card, Flex, Tag, Typography } from 'antd';
import { useEffect, useState } from 'react';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { useProject } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { FLOWS } from './words.ts';

export type Finding = ResponseOf<'CheckUVMSFlow'>['Findings'][number];
type Check = UseQueryResult<ResponseOf<'CheckUVMSFlow'>, Error>;

/** So long after the last change the rules are asked, ms. */
const PAUSE = 350;
const MOST = 40_000;

interface Asked {
  readonly Flow: string;
  readonly Language: 'zh' | 'en';
  readonly AllDay: boolean;
  /** Empty: for internal production. */
  readonly AppId: string;
}

/** What the rules say of the flow as it is being drawn: the service's own judgement. */
export function useFlowCheck({ AppId, ...asked }: Asked): Check {
  const project = useProject();
  const request = JSON.stringify({ ...asked, ...(AppId ? { AppId } : {}), ...project });
  const [settled, setSettled] = useState(request);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(request), PAUSE);
    return () => clearTimeout(timer);
  }, [request]);
  return useAsk('CheckUVMSFlow', JSON.parse(settled), {
    enabled: asked.Flow !== '' && asked.Flow.length <= MOST,
    keep: true,
  });
}

/** The findings, those that must be mended first; one leads to its node. */
export function Findings({ check, onChoose }: { check: Check; onChoose(node: string): void }) {
  const say = useWords(FLOWS);
  const found = [...(check.data?.Findings ?? [])].sort((a, b) => a.Weight.localeCompare(b.Weight));
  return (
    <Card size="small" title={say('checks')} extra={check.isFetching && say('checking')}>
      <Failure error={check.error} onRetry={() => check.refetch()} />
      {check.data && found.length === 0 && <Alert type="success" showIcon title={say('noFindings')} />}
      <Flex vertical gap={10} aria-live="polite">
        {found.map((one, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one rule may speak twice of a node
          <div key={`${one.Node} ${one.Code} ${index}`}>
            <Tag color={one.Weight === 'error' ? 'error' : 'warning'}>{say(one.Weight)}</Tag>
            {one.Node && (
              <Button
                type="link"
                size="small"
                onClick={() => onChoose(one.Node)}
                style={{ padding: '0 4px' }}
              >
                {one.Node}
              </Button>
            )}
            <Typography.Text>{one.Message}</Typography.Text>{' '}
            <Typography.Text type="secondary">{one.Remedy}</Typography.Text>
          </div>
        ))}
      </Flex>
    </Card>
  );
}
