import type { ResponseOf } from '@herald/contract';
import type { UseQueryResult } from '@tanstack/react-query';
import { Alert, Card, Flex, Tag, Typography } from 'antd';
import { useDeferredValue, useEffect, useState } from 'react';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { useProject } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import type { Draft } from './draft.ts';
import { TEMPLATES } from './words.ts';

type Check = UseQueryResult<ResponseOf<'CheckUVMSTemplate'>, Error>;

/** So long after the last key the rules are asked, ms. */
const PAUSE = 350;

/** What the rules say of a draft: the service's own judgement, asked as one types. */
export function useFindings(draft: Partial<Draft>, kind: 'text' | 'audio'): Check {
  const project = useProject();
  const {
    Name = '',
    Scene = '',
    Content = '',
    Purpose = 1,
    Language = 'zh',
    AppId = '',
    AllDay = false,
  } = draft;
  const asked = JSON.stringify({
    Name,
    Scene,
    Content,
    Purpose,
    Language,
    AllDay,
    Kind: kind,
    ...(AppId ? { AppId } : {}),
    ...project,
  });
  const [settled, setSettled] = useState(asked);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(asked), PAUSE);
    return () => clearTimeout(timer);
  }, [asked]);
  return useAsk('CheckUVMSTemplate', JSON.parse(useDeferredValue(settled)), {
    enabled: Content !== '',
    keep: true,
  });
}

/** The findings, those that must be mended first, each with where it is and how it is mended. */
export function Findings({ check }: { check: Check }) {
  const say = useWords(TEMPLATES);
  const found = [...(check.data?.Findings ?? [])].sort((a, b) => a.Weight.localeCompare(b.Weight));
  return (
    <Card size="small" title={say('checks')} extra={check.isFetching && say('checking')}>
      <Failure error={check.error} onRetry={() => check.refetch()} />
      {!check.data && !check.error && <Typography.Text type="secondary">{say('checksHint')}</Typography.Text>}
      {check.data && found.length === 0 && <Alert type="success" showIcon title={say('noFindings')} />}
      <Flex vertical gap={12} aria-live="polite">
        {found.map((one) => (
          <div key={`${one.Rule} ${one.Field} ${one.Start}`}>
            <Tag color={one.Weight === 'error' ? 'error' : 'warning'}>{say(one.Weight)}</Tag>
            <Typography.Text>{one.Message}</Typography.Text>{' '}
            <Typography.Text type="secondary">
              {one.Remedy} ({one.Source})
            </Typography.Text>
          </div>
        ))}
      </Flex>
    </Card>
  );
}
