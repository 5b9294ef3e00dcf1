import type { ResponseOf } from '@herald/contract';
import { useWords } from '../../words/language.ts';
import { Yuan } from '../values.tsx';
import { MESSAGE } from './words.ts';

/** What a message costs: units of a package, or money. */
export function Charge({ charge }: { charge: ResponseOf<'GetUVMSMessage'>['Reserved'] }) {
  const say = useWords(MESSAGE);
  return charge.Source === 'package' ? (
    <span className="number">{say('byPackage', { count: charge.Count })}</span>
  ) : (
    <Yuan amount={charge.Amount} />
  );
}
