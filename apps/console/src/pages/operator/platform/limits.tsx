import type { ResponseOf } from '@herald/contract';
import { Tag } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { useLimitColumns } from '../../../components/limit-columns.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { useWords } from '../../../words/language.ts';
import { WithSetting } from '../parts/with-setting.tsx';
import { LIMITS } from './limit-words.ts';

type Answer = ResponseOf<'ListUVMSLimits'>;
type Limit = Answer['Data'][number];

/** Every limit and period, and the setting that changes it. */
export function Page() {
  const say = useWords(LIMITS);
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Rows<Answer, Limit>
        answer={useAsk('ListUVMSLimits', {})}
        rows={({ Data }) => Data}
        rowKey="Setting"
        columns={[
          ...useLimitColumns<Limit>(({ Title, Setting }) => (
            <WithSetting setting={Setting}>{Title}</WithSetting>
          )),
          {
            title: say('default'),
            key: 'default',
            className: 'narrow',
            render: (_, { Value, Default }) =>
              Value === Default ? Default : <Tag color="blue">{say('changed', { value: Default })}</Tag>,
          },
          {
            title: say('range'),
            key: 'range',
            className: 'narrow',
            render: (_, { Least, Most }) => `${Least} – ${Most}`,
          },
          {
            title: say('told'),
            dataIndex: 'Told',
            render: (told: boolean) => (told ? say('yes') : say('no')),
          },
        ]}
      />
    </>
  );
}
