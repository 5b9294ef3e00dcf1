import type { ResponseOf } from '@herald/contract';
import { Card, Descriptions, Tag } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { Act } from '../../../components/act.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { formatYuan, Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { DESTINATIONS } from './words.ts';

type Answer = ResponseOf<'ListUVMSDestinations'>;
type Destination = Answer['Data'][number];

const STALE = ['ListUVMSDestinations'] as const;

/** Which countries may be called, and the most that is spent there: against calls that somebody else pays for. */
export function Page() {
  const say = useWords(DESTINATIONS);
  const common = useWords(COMMON);
  const language = useLanguage();
  const asked = useAsk('ListUVMSDestinations', {});
  const countries = new Intl.DisplayNames([language], { type: 'region' });
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      {asked.data && <Bounds answer={asked.data} />}
      <Rows<Answer, Destination>
        answer={asked}
        rows={({ Data }) => Data}
        rowKey="Country"
        empty={say('none')}
        pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
        columns={[
          {
            title: say('country'),
            dataIndex: 'Country',
            render: (code: string) => `${countries.of(code)} (${code})`,
          },
          {
            title: common('state'),
            dataIndex: 'Enabled',
            render: (open: boolean, { Reachable }) => (
              <>
                <Tag color={open ? 'success' : 'default'}>{say(open ? 'open' : 'closed')}</Tag>
                {!Reachable && <Tag color="warning">{say('noTrunk')}</Tag>}
              </>
            ),
          },
          {
            title: say('since'),
            dataIndex: 'EnableTime',
            render: (at = 0) => <Moment at={at} precision="minute" />,
          },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, { Country, Enabled }) =>
              Enabled ? (
                <Act action="DisableUVMSDestination" request={{ Country }} stale={STALE}>
                  {say('close')}
                </Act>
              ) : (
                <Act
                  action="EnableUVMSDestination"
                  request={{ Country }}
                  stale={STALE}
                  confirm={say('openSure')}
                >
                  {say('enable')}
                </Act>
              ),
          },
        ]}
      />
    </>
  );
}

function Bounds({ answer: { DailyCap, PriceCeiling, SpentToday } }: { answer: Answer }) {
  const say = useWords(DESTINATIONS);
  return (
    <Card size="small" style={{ marginBottom: 16 }}>
      <Descriptions
        size="small"
        column={{ xs: 1, md: 3 }}
        items={[
          { key: 'spent', label: say('spentToday'), children: formatYuan(SpentToday) },
          { key: 'cap', label: say('dailyCap'), children: formatYuan(DailyCap) },
          { key: 'price', label: say('priceCeiling'), children: formatYuan(PriceCeiling) },
        ]}
      />
    </Card>
  );
}
