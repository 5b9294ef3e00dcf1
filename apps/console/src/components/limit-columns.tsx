import type { ResponseOf } from '@herald/contract';
import type { TableColumnsType } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../words/language.ts';
import { LIMITS } from '../words/limits.ts';

type Limit = ResponseOf<'QueryUVMSLimits'>['Data'][number];

/** What both sides see of a limit. @param meaning how one of them shows what it bounds */
export function useLimitColumns<Row extends Limit>(
  meaning: (limit: Row) => ReactNode = ({ Title }) => Title,
): TableColumnsType<Row> {
  const say = useWords(LIMITS);
  return [
    { title: say('group'), dataIndex: 'Group', className: 'narrow' },
    { title: say('meaning'), key: 'meaning', className: 'wrap', render: (_, limit) => meaning(limit) },
    {
      title: say('value'),
      key: 'value',
      className: 'narrow',
      render: (_, { Value, Unit }) => `${Value} ${Unit}`,
    },
    { title: say('clause'), dataIndex: 'Clause', render: (clause: string) => clause || '—' },
  ];
}
