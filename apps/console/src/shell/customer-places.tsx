import { LineChartOutlined, RocketOutlined } from '@ant-design/icons';
import type { CustomerPermission } from '@herald/contract';
import type { ReactNode } from 'react';
import { useWords } from '../words/language.ts';
import type { PlaceGroup } from './frame.tsx';
import { useMay } from './me.ts';
import { SHELL } from './words.ts';

type Key = keyof typeof SHELL;
/** Path, words, icon, and what one must hold to have use of the page. */
type Row = readonly [path: string, words: Key, icon: ReactNode, permission?: CustomerPermission];

/** The menu in the order and words of the field's consoles. */
const GROUPS: readonly { label: Key; rows: readonly Row[] }[] = [
  {
    label: 'groupOverview',
    rows: [
      ['/overview', 'overview', <LineChartOutlined key="i" />],
      ['/start', 'start', <RocketOutlined key="i" />],
    ],
  },
];

/** The places that the one who is logged in may go to. */
export function useCustomerPlaces(): PlaceGroup[] {
  const say = useWords(SHELL);
  const may = useMay();
  return GROUPS.map(({ label, rows }) => ({
    label: say(label),
    places: rows
      .filter(([, , , permission]) => permission === undefined || may(permission))
      .map(([path, words, icon]) => ({ path, label: say(words), icon })),
  })).filter(({ places }) => places.length > 0);
}
