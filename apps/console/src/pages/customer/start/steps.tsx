import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  MinusCircleOutlined,
} from '@ant-design/icons';
import type { ResponseOf } from '@herald/contract';
import { Card, Flex, Progress, Tag, Typography } from 'antd';
import type { ReactNode } from 'react';
import { LinkButton } from '../../../components/link-button.tsx';
import { useWords } from '../../../words/language.ts';
import { SendVerdict } from './send-verdict.tsx';
import { START } from './words.ts';

type Guide = ResponseOf<'QueryUVMSServiceGuide'>;
type Step = Guide['Steps'][number];

/** Where each step is done; what was done before logging in has no place. */
const PLACES: Readonly<Record<Step['Step'], string | undefined>> = {
  register: undefined,
  'real-name': '/real-name',
  agreement: '/agreement',
  enterprise: '/enterprise',
  app: '/apps',
  template: '/templates',
  funds: '/packages',
  number: '/capabilities',
  send: '/start#send-test',
  receipts: '/receipts',
};

const ICONS: Readonly<Record<Step['State'], ReactNode>> = {
  done: <CheckCircleFilled style={{ color: 'var(--ant-color-success)' }} />,
  'in-review': <ClockCircleOutlined style={{ color: 'var(--ant-color-warning)' }} />,
  rejected: <CloseCircleFilled style={{ color: 'var(--ant-color-error)' }} />,
  'to-do': <MinusCircleOutlined style={{ color: 'var(--ant-color-text-tertiary)' }} />,
};

export function Steps({ guide }: { guide: Guide }) {
  const say = useWords(START);
  const done = guide.Steps.filter(({ State }) => State === 'done').length;
  const total = guide.Steps.length;
  const progress = say('progress', { done, total });
  return (
    <Card
      title={progress}
      extra={
        <Progress
          percent={(done / total) * 100}
          showInfo={false}
          style={{ width: 96 }}
          aria-label={progress}
        />
      }
    >
      <SendVerdict guide={guide} />
      <ol style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {guide.Steps.map((step, index) => (
          <StepRow key={step.Step} step={step} number={index + 1} isNext={step.Step === guide.Next} />
        ))}
      </ol>
    </Card>
  );
}

function StepRow({ step, number, isNext }: { step: Step; number: number; isNext: boolean }) {
  const say = useWords(START);
  const place = PLACES[step.Step];
  const open = step.State !== 'done';
  return (
    <li
      style={{ padding: '10px 0', borderTop: number > 1 ? '1px solid var(--ant-color-border-secondary)' : 0 }}
    >
      <Flex gap={12} align="flex-start">
        <span style={{ fontSize: 18, lineHeight: '22px' }} role="img" aria-label={say(`state-${step.State}`)}>
          {ICONS[step.State]}
        </span>
        <div style={{ flex: 1, minWidth: 0 }}>
          <Flex gap={8} align="center" wrap>
            <Typography.Text strong={isNext}>
              {number}. {step.Title}
            </Typography.Text>
            {step.Optional && <Tag>{say('optional')}</Tag>}
            {isNext && <Tag color="processing">{say('next')}</Tag>}
            {step.State === 'in-review' && <Tag color="warning">{say('state-in-review')}</Tag>}
            {step.State === 'rejected' && <Tag color="error">{say('state-rejected')}</Tag>}
          </Flex>
          {open && <Typography.Text type="secondary">{step.Todo}</Typography.Text>}
        </div>
        {place && (
          <LinkButton to={place} size="small" type={isNext ? 'primary' : open ? 'default' : 'text'}>
            {say(open && step.State !== 'in-review' ? 'go' : 'look')}
          </LinkButton>
        )}
      </Flex>
    </li>
  );
}
