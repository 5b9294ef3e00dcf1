import type { RequestOf, ResponseOf } from '@herald/contract';
import { Flex, Tag } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { FormButton } from '../../../components/act.tsx';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { minuteColumn } from '../parts/desk-columns.tsx';
import { Sections } from '../parts/sections.tsx';
import { useStaffName } from '../parts/staff-names.ts';
import { DESK } from '../parts/words.ts';
import { useChangeFields } from './change-fields.ts';
import { LexiconBench } from './lexicon-bench.tsx';
import { LEXICON } from './lexicon-words.ts';

type Terms = ResponseOf<'QueryUVMSLexicon'>;
type Versions = ResponseOf<'ListUVMSLexiconVersions'>;
type Category = Terms['Terms'][number]['Category'];

const STALE = ['QueryUVMSLexicon', 'ListUVMSLexiconVersions'] as const;

/** 4.2.2: what may not be said; tried before it is changed. */
export function Page() {
  const say = useWords(LEXICON);
  const desk = useWords(DESK);
  const { category } = useChangeFields();
  const filters = useFilters();
  const lexicon = useAsk('QueryUVMSLexicon', {
    ...(filters.get('category') ? { Category: filters.get('category') as Category } : {}),
  });
  const fields = useChangeFields();
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        {lexicon.data && (
          <FormButton
            action="UpdateUVMSLexicon"
            label={say('change')}
            intro={say('changeIntro')}
            type="primary"
            size="middle"
            stale={STALE}
            fixed={{ Version: lexicon.data.Version }}
            initial={{ Effect: 'block' }}
            fields={[...fields.all, { name: 'Reason', label: desk('reason'), required: true }]}
          />
        )}
      </PageHead>
      <Sections
        label={say('title')}
        sections={[
          {
            key: 'terms',
            label: say('terms'),
            content: (
              <Rows<Terms, Terms['Terms'][number]>
                answer={lexicon}
                rows={({ Terms: terms }) => terms}
                rowKey={({ Category: of, Term }) => `${of} ${Term}`}
                title={say('termsOf', {
                  version: lexicon.data?.Version ?? 0,
                  count: lexicon.data?.Terms.length ?? 0,
                })}
                empty={say('noTerms')}
                pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
                columns={[
                  { title: say('term'), dataIndex: 'Term' },
                  {
                    title: say('category'),
                    dataIndex: 'Category',
                    render: (of: Category) => say(`category-${of}`),
                  },
                  {
                    title: say('effect'),
                    dataIndex: 'Effect',
                    render: (effect: 'block' | 'review') => (
                      <Tag color={effect === 'block' ? 'error' : 'warning'}>{say(effect)}</Tag>
                    ),
                  },
                  { title: say('clause'), dataIndex: 'Clause' },
                ]}
              >
                <FilterBar
                  filters={filters}
                  of={[{ name: 'category', label: say('category'), choices: category.choices ?? [] }]}
                />
              </Rows>
            ),
          },
          { key: 'bench', label: say('bench'), content: <LexiconBench /> },
          { key: 'versions', label: say('versions'), content: <VersionList now={lexicon.data?.Version} /> },
        ]}
      />
    </>
  );
}

function VersionList({ now }: { now: number | undefined }) {
  const say = useWords(LEXICON);
  const staffName = useStaffName();
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const versions = useAsk('ListUVMSLexiconVersions', filters.paging, { keep: true });
  return (
    <Rows<Versions, Versions['Versions'][number]>
      answer={versions}
      rows={({ Versions: list }) => list}
      rowKey="Version"
      empty={say('noVersions')}
      pagination={filters.pagination(versions.data?.Total ?? 0)}
      columns={[
        {
          title: say('version'),
          dataIndex: 'Version',
          render: (version: number) => (
            <Flex gap={8}>
              {version === 0 ? say('builtIn') : version}
              {version === now && <Tag color="success">{say('now')}</Tag>}
            </Flex>
          ),
        },
        { title: say('terms'), dataIndex: 'Terms', align: 'right' },
        { title: desk('reason'), dataIndex: 'Reason', className: 'wrap' },
        { title: desk('by'), dataIndex: 'OperatorId', render: (by: string) => staffName(by) || '–' },
        minuteColumn(common('time'), 'CreateTime'),
        {
          title: common('actions'),
          key: 'actions',
          render: (_, { Version }) =>
            Version !== now && (
              <FormButton
                action="RestoreUVMSLexicon"
                label={say('restore')}
                stale={STALE}
                fixed={{ Version } satisfies Partial<RequestOf<'RestoreUVMSLexicon'>>}
                fields={[{ name: 'Reason', label: desk('reason'), required: true }]}
              />
            ),
        },
      ]}
    />
  );
}
