import { Card, Flex, Tag, Typography } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { SipLadder } from '../../../components/message/sip-ladder.tsx';
import { useWords } from '../../../words/language.ts';
import { TRUNKS } from './words.ts';

const LOOK = 1000;

/** A test call while it goes on, and its signalling once it is over. */
export function TrunkTest({ testId }: { testId: string }) {
  const say = useWords(TRUNKS);
  const { data: test, error } = useAsk(
    'QueryUVMSTrunkTest',
    { TestId: testId },
    { every: (last) => (last?.State === 'ended' ? false : LOOK) },
  );
  return (
    <Card size="small" title={say('testOf', { phone: test?.Phone ?? '' })}>
      <Failure error={error} />
      {test && (
        <Flex vertical gap={12}>
          <div>
            <Tag color={test.State === 'ended' ? 'default' : 'processing'}>{say(`test-${test.State}`)}</Tag>
            <Typography.Text strong>{test.Result}</Typography.Text>{' '}
            {test.Duration > 0 && say('talked', { count: test.Duration })}
          </div>
          {test.Ladder.length > 0 && (
            <SipLadder rows={test.Ladder.map(({ Time, ...row }) => ({ ...row, At: Time }))} />
          )}
        </Flex>
      )}
    </Card>
  );
}
