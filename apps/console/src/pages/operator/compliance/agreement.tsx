import type { ResponseOf } from '@herald/contract';
import { Drawer, Flex, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { minuteColumn } from '../parts/desk-columns.tsx';
import { Sections } from '../parts/sections.tsx';
import { AgreementActions, ImportButton } from './agreement-actions.tsx';
import { AgreementRefusals } from './agreement-refusals.tsx';
import { AGREEMENTS } from './agreement-words.ts';
import { OperatorIdentity } from './operator-identity.tsx';

type Answer = ResponseOf<'ListUVMSAgreementDrafts'>;
type Version = Answer['Versions'][number];

const COLOURS = {
  draft: 'default',
  coming: 'processing',
  current: 'success',
  past: 'default',
  withdrawn: 'default',
} as const;

/** 12.3: every version of the agreement, and what customers answered. */
export function Page() {
  const say = useWords(AGREEMENTS);
  const [read, setRead] = useState<number>();
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        <ImportButton />
      </PageHead>
      <Sections
        label={say('title')}
        sections={[
          { key: 'versions', label: say('versions'), content: <Versions onRead={setRead} /> },
          { key: 'refusals', label: say('refusals'), content: <AgreementRefusals /> },
          { key: 'identity', label: say('identity'), content: <OperatorIdentity /> },
        ]}
      />
      <Drawer
        open={read !== undefined}
        onClose={() => setRead(undefined)}
        title={`${say('version')} ${read ?? ''}`}
        size={760}
      >
        {read !== undefined && <Text version={read} />}
      </Drawer>
    </>
  );
}

function Versions({ onRead }: { onRead(version: number): void }) {
  const say = useWords(AGREEMENTS);
  const common = useWords(COMMON);
  const filters = useFilters();
  const versions = useAsk('ListUVMSAgreementDrafts', filters.paging, { keep: true });
  return (
    <Rows<Answer, Version>
      answer={versions}
      rows={({ Versions: list }) => list}
      rowKey="Version"
      pagination={filters.pagination(versions.data?.Total ?? 0)}
      columns={[
        {
          title: say('version'),
          dataIndex: 'Version',
          render: (version: number, { Hash }) => (
            <>
              {version}{' '}
              <Typography.Text type="secondary" className="mono">
                {Hash.slice(0, 12)}
              </Typography.Text>
            </>
          ),
        },
        {
          title: common('state'),
          dataIndex: 'State',
          render: (state: Version['State'], { Told }) => (
            <>
              <Tag color={COLOURS[state]}>{say(`state-${state}`)}</Tag>
              {Told && <Typography.Text type="secondary">{say('told')}</Typography.Text>}
            </>
          ),
        },
        minuteColumn(say('announced'), 'AnnounceTime'),
        minuteColumn(say('effective'), 'EffectiveTime'),
        {
          title: say('answers'),
          key: 'answers',
          render: (_, { Signed: signed, Silence: silence, Law: law, Refused: refused }) =>
            say('counts', { signed, silence, law, refused }),
        },
        {
          title: common('actions'),
          key: 'actions',
          render: (_, version) => <AgreementActions version={version} onRead={onRead} />,
        },
      ]}
    />
  );
}

function Text({ version }: { version: number }) {
  const language = useLanguage();
  const { data, error } = useAsk('QueryUVMSAgreementDraft', { Version: version, Language: language });
  if (error) return <Failure error={error} />;
  if (!data) return <Loading />;
  return (
    <Flex vertical gap={8}>
      {data.Clauses.map(({ Number: number, Label, Title, Text: text }) => (
        <div key={`${number} ${Label}`}>
          <Typography.Text strong>
            {Label || number} {Title}
          </Typography.Text>
          <div style={{ whiteSpace: 'pre-wrap' }}>{text}</div>
        </div>
      ))}
    </Flex>
  );
}
