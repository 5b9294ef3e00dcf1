import { Spin } from 'antd';
import { COMMON } from '../words/common.ts';
import { useWords } from '../words/language.ts';

/** Stands where a page or an answer is still on its way. */
export function Loading() {
  const say = useWords(COMMON);
  return (
    <div role="status" aria-label={say('loading')} style={{ padding: 48, textAlign: 'center' }}>
      <Spin />
    </div>
  );
}
