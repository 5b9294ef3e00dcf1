import type { ResponseOf } from '@herald/contract';
import { Tag, Typography } from 'antd';
import { formatMoment } from '../../../components/values.tsx';
import { useLanguage, useWords } from '../../../words/language.ts';
import { TRUNKS } from './words.ts';

type Trunk = ResponseOf<'ListUVMSTrunks'>['Data'][number];

const STATES = { enabled: 'success', disabled: 'default', retired: 'default' } as const;
const HEALTHS = { up: 'success', sick: 'error', trial: 'warning' } as const;

export function TrunkState({ state }: { state: Trunk['State'] }) {
  const say = useWords(TRUNKS);
  return <Tag color={STATES[state]}>{say(`state-${state}`)}</Tag>;
}

/** How well a trunk is, and where it is not, why and since when. */
export function TrunkHealth({ trunk }: { trunk: Pick<Trunk, 'Health' | 'HealthReason' | 'HealthSince'> }) {
  const say = useWords(TRUNKS);
  const language = useLanguage();
  const { Health: health, HealthReason: reason, HealthSince: since } = trunk;
  const why = `why-${reason}`;
  return (
    <>
      <Tag color={HEALTHS[health]}>{say(`health-${health}`)}</Tag>
      {health !== 'up' && (
        <Typography.Text type="secondary">
          {why in TRUNKS ? say(why as keyof typeof TRUNKS) : reason}{' '}
          {say('since', { at: formatMoment(since, language, 'minute') })}
        </Typography.Text>
      )}
    </>
  );
}
