import { CAPABILITIES, type ResponseOf } from '@herald/contract';
import { Flex, Tag, Timeline, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useLanguage, useWords } from '../../words/language.ts';
import { Moment } from '../values.tsx';
import { RECTIFICATION } from './words.ts';

/** As both sides get it. */
export type Order = ResponseOf<'QueryUVMSRectifications'>['Data'][number];

const COLOURS = { open: 'error', answered: 'processing', closed: 'default' } as const;

export function OrderState({ order }: { order: Order }) {
  const say = useWords(RECTIFICATION);
  return (
    <>
      <Tag color={COLOURS[order.State]}>{say(`state-${order.State}`)}</Tag>
      {order.Overdue && <Tag color="error">{say('overdue')}</Tag>}
    </>
  );
}

export function OffMeanwhile({ order }: { order: Order }) {
  const language = useLanguage();
  if (order.Capabilities.length === 0) return '–';
  return order.Capabilities.map((one) => <Tag key={one}>{CAPABILITIES[one].words[language]}</Tag>);
}

/** What both sides said, in its order. @param file a button that saves a file of it */
export function Said({ order, file }: { order: Order; file(fileId: string, label: string): ReactNode }) {
  const say = useWords(RECTIFICATION);
  return (
    <Timeline
      style={{ marginTop: 8 }}
      items={order.Said.map(({ Side, Time, Text, FileIds }) => ({
        color: Side === 'operator' ? 'blue' : 'green',
        content: (
          <>
            <Typography.Text type="secondary">
              {say(`side-${Side}`)} · <Moment at={Time} precision="minute" />
            </Typography.Text>
            <div className="wrap">{Text}</div>
            <Flex gap={8} wrap>
              {FileIds.map((fileId, index) => (
                <span key={fileId}>{file(fileId, say('file', { number: index + 1 }))}</span>
              ))}
            </Flex>
          </>
        ),
      }))}
    />
  );
}
