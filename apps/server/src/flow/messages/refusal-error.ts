import { HeraldError, type RetCodeName } from '@herald/contract';
import type { Refusal } from './admission.ts';

/** A rule's refusal as what is thrown. Name and details come together from the rules, where their pairing is checked. */
export function refusalError({ name, details }: Refusal): HeraldError {
  const Refused = HeraldError as new (name: RetCodeName, details: Refusal['details']) => HeraldError;
  return new Refused(name, details);
}
