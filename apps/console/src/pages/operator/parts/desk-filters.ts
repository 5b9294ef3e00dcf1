import type { Filter } from '../../../components/filter-bar.tsx';
import type { Say } from '../../../words/language.ts';
import type { DESK } from './words.ts';

/** Whether only some of the rows are looked at; all of them where the address says nothing. */
export const yesOrNo = (desk: Say<typeof DESK>, name: string, label: string): Filter => ({
  name,
  label,
  width: 110,
  byDefault: 'no',
  choices: [
    { value: 'no', label: desk('no') },
    { value: 'yes', label: desk('yes') },
  ],
});
