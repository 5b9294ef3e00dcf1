import { Button, Card, Descriptions, Flex, Typography } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { CalleeSound } from '../../../components/message/callee-sound.tsx';
import { Charge } from '../../../components/message/charge.tsx';
import { MessageTimeline } from '../../../components/message/message-timeline.tsx';
import { Phone } from '../../../components/message/phone.tsx';
import { ResultTag } from '../../../components/message/result-tag.tsx';
import { SipLadder } from '../../../components/message/sip-ladder.tsx';
import { MESSAGE } from '../../../components/message/words.ts';
import { useWords } from '../../../words/language.ts';
import { START } from './words.ts';

/** How often a call under way is looked at, ms. */
const LOOK = 400;

/** A message as it goes: what happens now, then the ladder, the receipt and the sound. */
export function LiveCall({
  sessionNo,
  sandbox,
  onAgain,
}: {
  sessionNo: string;
  sandbox: boolean;
  onAgain(): void;
}) {
  const say = useWords(START);
  const word = useWords(MESSAGE);
  const {
    data: message,
    error,
    refetch,
  } = useAsk(
    'GetUVMSMessage',
    { SessionNo: sessionNo },
    { every: (last) => (last?.State === 'ended' ? false : LOOK) },
  );
  if (error) return <Failure error={error} onRetry={() => refetch()} />;
  if (!message) return <Loading />;
  const { Receipt: receipt } = message;
  return (
    <Flex vertical gap={12}>
      <Flex justify="space-between" align="center" gap={8} wrap>
        <Typography.Text strong>{word(message.State)}</Typography.Text>
        {receipt && (
          <ResultTag result={receipt.ReceiptResult} text={`${receipt.ReceiptCode} ${receipt.ReceiptDesc}`} />
        )}
        <Typography.Text type="secondary" className="mono wrap" copyable>
          {message.SessionNo}
        </Typography.Text>
      </Flex>
      <Flex gap={24} wrap>
        <div style={{ flex: '1 1 190px' }}>
          <Typography.Title level={3} style={{ fontSize: 14 }}>
            {word('timeline')}
          </Typography.Title>
          <MessageTimeline steps={message.Timeline} live={message.State !== 'ended'} />
        </div>
        <div style={{ flex: '2 1 250px', minWidth: 0 }}>
          <Typography.Title level={3} style={{ fontSize: 14 }}>
            {word('ladder')}
          </Typography.Title>
          {message.Ladder ? (
            <SipLadder rows={message.Ladder} />
          ) : (
            <Typography.Text type="secondary">{word('ladderHint')}</Typography.Text>
          )}
        </div>
      </Flex>
      {receipt && (
        <>
          <Descriptions
            size="small"
            column={{ xs: 1, sm: 2 }}
            items={[
              { key: 'phone', label: word('phone'), children: <Phone number={receipt.Phone} /> },
              { key: 'shown', label: word('showNumber'), children: receipt.ShowNumber || '–' },
              {
                key: 'talk',
                label: word('duration'),
                children: word('seconds', { count: receipt.Duration }),
              },
              {
                key: 'charge',
                label: word('charge'),
                children: message.Charge && <Charge charge={message.Charge} />,
              },
              ...(message.Digits ? [{ key: 'keys', label: word('digits'), children: message.Digits }] : []),
            ]}
          />
          {sandbox && receipt.AnswerTime > 0 && (
            <Card size="small" title={word('heard')}>
              <CalleeSound sessionNo={sessionNo} />
            </Card>
          )}
          <div>
            <Button type="primary" onClick={onAgain}>
              {say('again')}
            </Button>
          </div>
        </>
      )}
    </Flex>
  );
}
