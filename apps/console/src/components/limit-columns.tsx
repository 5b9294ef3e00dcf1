import type { ResponseOf } from '@herald/contract';
import type { TableColumnsType } from 'antd';
import { useWords } from '../words/language.ts';
import { LIMITS } from '../words/limits.ts';

type Limit = ResponseOf<'QueryUVMSLimits'>['Data'][number];

/** What both sides see of a limit. */
export function useLimitColumns<Row extends Limit>(): TableColumnsType<Row> {
  const say = useWords(LIMITS);
  return [
    { title: say('group'), dataIndex: 'Group' },
    { title: say('meaning'), dataIndex: 'Title', className: 'wrap' },
    {
      title: say('value'),
      key: 'value',
      className: 'narrow',
      render: (_, { Value, Unit }) => `${Value} ${Unit}`,
    },
    { title: say('clause'), dataIndex: 'Clause', render: (clause: string) => clause || '—' },
  ];
}
