import type { ResponseOf } from '@herald/contract';
import { CAPABILITIES, type Capability } from '@herald/contract';
import { Card, Empty, Flex, Table, Tag } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Moment } from '../../../components/values.tsx';
import { useMay } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { Orders } from './orders.tsx';
import { STANDING } from './standing-words.ts';
import { WordsButton } from './words-button.tsx';

type Sanction = ResponseOf<'QueryUVMSSanctions'>['Data'][number];

/** 4.2.5, 4.3.7: what stands against the account, and its word against it. */
export function Page() {
  const say = useWords(STANDING);
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Flex vertical gap={16}>
        <Orders />
        <Sanctions />
      </Flex>
    </>
  );
}

function Sanctions() {
  const say = useWords(STANDING);
  const common = useWords(COMMON);
  const filters = useFilters();
  const writes = useMay()('enterprise:write');
  const sanctions = useAsk('QueryUVMSSanctions', filters.paging, { keep: true });
  return (
    <Card size="small" title={say('sanctions')}>
      <Failure error={sanctions.error} onRetry={() => sanctions.refetch()} />
      <Table<Sanction>
        size="small"
        rowKey="SanctionId"
        loading={sanctions.isPending}
        dataSource={sanctions.data?.Data ?? []}
        pagination={filters.pagination(sanctions.data?.Total ?? 0)}
        scroll={{ x: 'max-content' }}
        locale={{
          emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('noSanctions')} />,
        }}
        columns={[
          {
            title: say('imposed'),
            dataIndex: 'ImposeTime',
            render: (at: number) => <Moment at={at} precision="minute" />,
          },
          {
            title: say('what'),
            dataIndex: 'Kind',
            render: (kind: Sanction['Kind'], { Automatic }) => (
              <>
                {say(`kind-${kind}`)} {Automatic && <Tag>{say('automatic')}</Tag>}
              </>
            ),
          },
          { title: say('about'), key: 'about', render: (_, sanction) => <About sanction={sanction} /> },
          {
            title: common('state'),
            dataIndex: 'Stands',
            render: (stands: boolean, { AppealTime }) => (
              <>
                <Tag color={stands ? 'error' : 'default'}>{say(stands ? 'stands' : 'over')}</Tag>
                {AppealTime !== undefined && <Tag color="warning">{say('appealed')}</Tag>}
              </>
            ),
          },
          {
            title: say('why'),
            dataIndex: 'Reason',
            className: 'wrap',
            render: (reason: string, { Clause, Figures }) => `${Clause} ${reason} ${Figures}`.trim(),
          },
          { title: say('decision'), dataIndex: 'Decision', className: 'wrap', render: (text) => text || '–' },
          {
            title: common('actions'),
            key: 'actions',
            render: (_, { SanctionId, Stands, AppealTime }) =>
              writes &&
              Stands &&
              AppealTime === undefined && (
                <WordsButton
                  action="AppealUVMSSanction"
                  stale={['QueryUVMSSanctions']}
                  label={say('appeal')}
                  asked={say('appealText')}
                  most={2000}
                  request={(Appeal) => ({ SanctionId, Appeal })}
                />
              ),
          },
        ]}
      />
    </Card>
  );
}

function About({ sanction }: { sanction: Sanction }) {
  const say = useWords(STANDING);
  const language = useLanguage();
  const { AppId, TargetId, Capabilities, PerMinute, PerDay } = sanction;
  const nameOf = (capability: string) =>
    capability in CAPABILITIES ? CAPABILITIES[capability as Capability].words[language] : capability;
  const parts = [AppId, TargetId, ...Capabilities.map(nameOf)].filter((part) => part !== '');
  if (PerMinute !== undefined) parts.push(say('aMinute', { count: PerMinute }));
  if (PerDay !== undefined) parts.push(say('aDay', { count: PerDay }));
  return parts.length === 0 ? '–' : parts.map((part) => <Tag key={part}>{part}</Tag>);
}
