import { Descriptions, Flex, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { CalleeSound } from '../../../components/message/callee-sound.tsx';
import { Charge } from '../../../components/message/charge.tsx';
import { DecisionTrail } from '../../../components/message/decision-trail.tsx';
import { MessageTimeline } from '../../../components/message/message-timeline.tsx';
import { Phone } from '../../../components/message/phone.tsx';
import { ResultTag } from '../../../components/message/result-tag.tsx';
import { SipLadder } from '../../../components/message/sip-ladder.tsx';
import { MESSAGE } from '../../../components/message/words.ts';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { RECORDS } from './words.ts';

const LOOK = 1000;

/** The whole way of one message: receipt, what happened, signalling, sound, and why it was let through. */
export function MessageDetail({ sessionNo }: { sessionNo: string }) {
  const say = useWords(MESSAGE);
  const common = useWords(COMMON);
  const records = useWords(RECORDS);
  const {
    data: message,
    error,
    refetch,
  } = useAsk(
    'GetUVMSMessage',
    { SessionNo: sessionNo },
    { every: (last) => (last?.State === 'ended' ? false : LOOK) },
  );
  const { data: status } = useAsk('GetUVMSServiceStatus', {});
  if (error) return <Failure error={error} onRetry={() => refetch()} />;
  if (!message) return <Loading />;
  const { Receipt: receipt, Quality: quality } = message;
  const none = <>–</>;
  const item = (key: string, label: string, children: ReactNode) => ({ key, label, children });
  return (
    <Flex vertical gap={20}>
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2 }}
        items={[
          item(
            'no',
            records('sessionNo'),
            <Typography.Text className="mono wrap" copyable>
              {sessionNo}
            </Typography.Text>,
          ),
          item(
            'result',
            say('receipt'),
            receipt ? (
              <ResultTag
                result={receipt.ReceiptResult}
                text={`${receipt.ReceiptCode} ${receipt.ReceiptDesc}`}
              />
            ) : (
              say(message.State)
            ),
          ),
          item('phone', say('phone'), <Phone number={message.Phone} />),
          item('shown', say('showNumber'), message.ShowNumber || none),
          item('template', say('template'), <span className="mono">{message.TemplateId}</span>),
          item('purpose', say('purpose'), common(message.Purpose === 1 ? 'code' : 'notice')),
          item('at', say('submitTime'), <Moment at={message.SubmitTime} />),
          item('talk', say('duration'), say('seconds', { count: receipt?.Duration ?? 0 })),
          item('reserved', say('reserved'), <Charge charge={message.Reserved} />),
          item('charge', say('charge'), message.Charge ? <Charge charge={message.Charge} /> : none),
          item('keys', say('digits'), message.Digits || none),
          item('user', say('userId'), message.UserId || none),
          item('trunk', say('channel'), message.ChannelId ?? none),
          item('call', records('callId'), <span className="mono wrap">{message.CallId ?? '–'}</span>),
          ...(quality
            ? [
                item(
                  'quality',
                  say('quality'),
                  say('qualityValue', {
                    mos: quality.Mos.toFixed(2),
                    loss: quality.LossPercent.toFixed(1),
                    jitter: quality.JitterMs.toFixed(1),
                  }),
                ),
              ]
            : []),
        ]}
      />
      {status?.Sandbox && receipt && receipt.AnswerTime > 0 && (
        <Part title={say('heard')}>
          <CalleeSound sessionNo={sessionNo} />
        </Part>
      )}
      <Part title={say('timeline')}>
        <MessageTimeline steps={message.Timeline} live={message.State !== 'ended'} />
      </Part>
      {message.Ladder && (
        <Part title={say('ladder')}>
          <SipLadder rows={message.Ladder} />
        </Part>
      )}
      <Part title={say('decisions')}>
        <DecisionTrail decisions={message.Decisions} />
      </Part>
    </Flex>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Typography.Title level={2} style={{ fontSize: 15, marginTop: 0 }}>
        {title}
      </Typography.Title>
      {children}
    </section>
  );
}
