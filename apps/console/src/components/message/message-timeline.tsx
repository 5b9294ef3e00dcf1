import { isReceiptReason, type Language, type ResponseOf, receiptOf } from '@herald/contract';
import { Timeline, Typography } from 'antd';
import { useLanguage, useWords } from '../../words/language.ts';
import { MESSAGE } from './words.ts';

type Step = ResponseOf<'GetUVMSMessage'>['Timeline'][number];

/** What happened with a message, each step with its distance from the acceptance. */
export function MessageTimeline({ steps, live }: { steps: readonly Step[]; live: boolean }) {
  const say = useWords(MESSAGE);
  const language = useLanguage();
  const start = steps[0]?.At ?? 0;
  return (
    <Timeline
      aria-live={live ? 'polite' : 'off'}
      items={steps.map((step, index) => ({
        color: colourOf(step.State),
        ...(live && index === steps.length - 1 && step.State !== 'ended' ? { loading: true } : {}),
        content: (
          <span>
            <span className="number" style={{ display: 'inline-block', width: 64 }}>
              {((step.At - start) / 1000).toFixed(2)} s
            </span>{' '}
            {nameOf(step, say)}{' '}
            {step.Detail && (
              <Typography.Text type="secondary">{detailOf(step, say, language)}</Typography.Text>
            )}
          </span>
        ),
      }))}
    />
  );
}

type Say = ReturnType<typeof useWords<typeof MESSAGE>>;

function nameOf({ State }: Step, say: Say): string {
  const key = `at-${State}`;
  return key in MESSAGE ? say(key as keyof typeof MESSAGE) : State;
}

/** Who answered, which time it is said, why it ended: in words; keys as they were pressed. */
function detailOf({ State, Detail = '' }: Step, say: Say, language: Language): string {
  const key = `by-${Detail}`;
  if (State === 'answered-by' && key in MESSAGE) return say(key as keyof typeof MESSAGE);
  if (State === 'ended' && isReceiptReason(Detail)) return receiptOf(Detail)[language];
  const spoken = State === 'playing' || State === 'played';
  return spoken && /^\d+$/.test(Detail) ? say('time', { nth: Detail }) : Detail;
}

function colourOf(state: string): string {
  if (state === 'answered') return 'green';
  return state === 'ended' ? 'gray' : 'blue';
}
