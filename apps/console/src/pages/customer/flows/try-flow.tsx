import { Button, Card, Flex, Typography } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { useProject } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { useFlowNames } from './flow-names.ts';
import { type Graph, type NodeKind, targetsIn } from './graph-rules.ts';
import { type Tried, triedSoFar } from './trying-rules.ts';
import { FLOWS } from './words.ts';

/** Acts that the service takes of one try. */
const MOST_ACTS = 100;
const TRANSFERS = ['connected', 'busy', 'no-answer', 'failed'] as const;

/** The call that is tried: what was pressed, and how far it led. */
export interface Trying {
  readonly tried: Tried | undefined;
  readonly error: Error | null;
  readonly acts: readonly string[];
  act(what: string): void;
  again(): void;
}

/** Tries the flow by `acts`, for as long as it can be gone through. */
export function useTrying(
  flow: string,
  language: 'zh' | 'en',
  [acts, setActs]: [readonly string[], (acts: readonly string[]) => void],
): Trying {
  const { data, error } = useAsk(
    'TryUVMSFlow',
    { Flow: flow, Language: language, Keys: [...acts], ...useProject() },
    { enabled: flow !== '', keep: true },
  );
  return {
    tried: error || !data ? undefined : triedSoFar(data.Steps, acts.length),
    error,
    acts,
    act: (what) => setActs([...acts, what].slice(0, MOST_ACTS)),
    again: () => setActs([]),
  };
}

/** A telephone's keys, and what is heard. */
export function TryFlow({ graph, trying }: { graph: Graph; trying: Trying }) {
  const say = useWords(FLOWS);
  const names = useFlowNames();
  const { tried, error, act } = trying;
  const did = (what: string) => {
    if (what === 'timeout' || (TRANSFERS as readonly string[]).includes(what)) return say(what as 'busy');
    if (what.startsWith('branch:')) return names.exit(`branches.${what.slice('branch:'.length)}`);
    return say('pressed', { key: what });
  };
  return (
    <Card
      size="small"
      title={say('try')}
      extra={
        <Button size="small" onClick={trying.again} disabled={trying.acts.length === 0}>
          {say('again')}
        </Button>
      }
    >
      <Typography.Paragraph type="secondary">{say('tryHint')}</Typography.Paragraph>
      <Failure error={error} />
      {tried && (
        <Flex gap={24} wrap>
          <ol
            aria-live="polite"
            style={{ flex: '2 1 280px', minWidth: 0, margin: 0, paddingInlineStart: 20 }}
          >
            {tried.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place on the way
              <li key={index} style={{ marginBottom: 8 }}>
                <Typography.Text strong>{step.Node}</Typography.Text>{' '}
                <Typography.Text type="secondary">{names.kind(step.Kind as NodeKind)}</Typography.Text>
                {step.Said.map((said, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a prompt is its place
                  <div key={place} className="wrap">
                    {said}
                  </div>
                ))}
                {step.Did.length > 0 && (
                  <Typography.Text type="secondary">→ {step.Did.map(did).join(', ')}</Typography.Text>
                )}
              </li>
            ))}
            {!tried.waits && <li>{say('over')}</li>}
          </ol>
          <Acts graph={graph} tried={tried} act={act} />
        </Flex>
      )}
    </Card>
  );
}

/** What somebody may do now: keys, what a server answers, or how a second line goes. */
function Acts({ graph, tried, act }: { graph: Graph; tried: Tried; act(what: string): void }) {
  const say = useWords(FLOWS);
  const last = tried.steps.at(-1);
  const node = last && graph.nodes[last.Node];
  if (!tried.waits || !node) return null;
  if (node.kind === 'transfer') {
    return (
      <Flex vertical gap={6} style={{ width: 180 }}>
        {TRANSFERS.map((outcome) => (
          <Button key={outcome} onClick={() => act(outcome)}>
            {say(outcome)}
          </Button>
        ))}
      </Flex>
    );
  }
  if (node.kind === 'webhook') {
    return (
      <Flex vertical gap={6} style={{ width: 180 }}>
        {targetsIn(node, 'branches').map(([branch]) => (
          <Button key={branch} onClick={() => act(`branch:${branch}`)}>
            {branch}
          </Button>
        ))}
      </Flex>
    );
  }
  return (
    <fieldset aria-label={say('keypad')} style={{ border: 0, margin: 0, padding: 0, width: 180 }}>
      <div style={{ display: 'grid', gridTemplateColumns: 'repeat(3, 1fr)', gap: 6 }}>
        {[...'123456789*0#'].map((key) => (
          <Button key={key} size="large" onClick={() => act(key)}>
            {key}
          </Button>
        ))}
      </div>
      <Button block style={{ marginTop: 6 }} onClick={() => act('timeout')}>
        {say('noKey')}
      </Button>
    </fieldset>
  );
}
