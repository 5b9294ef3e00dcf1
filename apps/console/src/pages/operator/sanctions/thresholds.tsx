import { CAPABILITIES, type ResponseOf } from '@herald/contract';
import { Card, Descriptions, Flex, Tag, Typography } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { Act, FormButton } from '../../../components/act.tsx';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import type { FormField } from '../../../components/form-fields.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { choicesOf } from '../parts/choices.ts';
import { minuteColumn } from '../parts/desk-columns.tsx';
import { DESK } from '../parts/words.ts';
import { THRESHOLDS } from './threshold-words.ts';
import { SANCTIONS } from './words.ts';

type Answer = ResponseOf<'ListUVMSComplaintThresholds'>;
type Threshold = Answer['Data'][number];
type Deeds = ResponseOf<'ListUVMSThresholdActs'>;
type Deed = Deeds['Data'][number];

const STALE = ['ListUVMSComplaintThresholds'] as const;
const SUBJECTS = ['account', 'template', 'number', 'trunk'] as const;
const ACTS = ['warn', 'restrict', 'block-template', 'pause-number', 'suspend'] as const;

/** 4.3.6: what the platform does by itself about complaint rates, and what it did. */
export function Page() {
  const say = useWords(THRESHOLDS);
  const common = useWords(COMMON);
  const fields = useThresholdFields();
  const thresholds = useAsk('ListUVMSComplaintThresholds', {});
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        <FormButton
          action="CreateUVMSComplaintThreshold"
          label={say('add')}
          size="middle"
          type="primary"
          stale={STALE}
          initial={{
            Subject: 'account',
            Act: 'warn',
            Days: 7,
            LeastComplaints: 5,
            Per10000: 50,
            Enabled: true,
          }}
          fields={fields}
        />
      </PageHead>
      <Flex vertical gap={16}>
        <Rows<Answer, Threshold>
          answer={thresholds}
          rows={({ Data }) => Data}
          rowKey="ThresholdId"
          empty={say('none')}
          columns={[
            {
              title: say('subject'),
              dataIndex: 'Subject',
              render: (subject: Threshold['Subject']) => say(`subject-${subject}`),
            },
            { title: say('days'), dataIndex: 'Days' },
            { title: say('least'), dataIndex: 'LeastComplaints', render: (count: number) => `≥ ${count}` },
            { title: say('rate'), dataIndex: 'Per10000', render: (rate: number) => `≥ ${rate}` },
            {
              title: say('act'),
              dataIndex: 'Act',
              className: 'narrow',
              render: (_, threshold) => <What threshold={threshold} />,
            },
            {
              title: common('state'),
              dataIndex: 'Enabled',
              render: (on: boolean) => (
                <Tag color={on ? 'success' : 'default'}>{say(on ? 'enabled' : 'off')}</Tag>
              ),
            },
            {
              title: common('actions'),
              key: 'actions',
              render: (_, { ThresholdId, SetBy: _by, SetTime: _at, ...rule }) => (
                <Flex gap={8}>
                  <FormButton
                    action="UpdateUVMSComplaintThreshold"
                    label={say('change')}
                    stale={STALE}
                    fixed={{ ThresholdId }}
                    initial={rule}
                    fields={fields}
                  />
                  <Act
                    action="DeleteUVMSComplaintThreshold"
                    request={{ ThresholdId }}
                    stale={STALE}
                    confirm={say('removeSure')}
                    danger
                  >
                    {say('remove')}
                  </Act>
                </Flex>
              ),
            },
          ]}
        />
        <Attention />
        <Done />
      </Flex>
    </>
  );
}

function useThresholdFields(): FormField[] {
  const say = useWords(THRESHOLDS);
  const sanctions = useWords(SANCTIONS);
  const language = useLanguage();
  return [
    {
      name: 'Subject',
      label: say('subject'),
      kind: 'choice',
      required: true,
      choices: SUBJECTS.map((value) => ({ value, label: say(`subject-${value}`) })),
    },
    {
      name: 'Act',
      label: say('act'),
      kind: 'choice',
      required: true,
      choices: ACTS.map((value) => ({ value, label: say(`act-${value}`) })),
    },
    { name: 'Days', label: say('days'), kind: 'number', required: true, least: 1, most: 92 },
    { name: 'LeastComplaints', label: say('least'), kind: 'number', required: true, least: 1 },
    { name: 'Per10000', label: say('rate'), kind: 'number', required: true, least: 0, most: 10_000 },
    { name: 'PerMinute', label: sanctions('perMinute'), kind: 'number', least: 0 },
    { name: 'PerDay', label: sanctions('perDay'), kind: 'number', least: 0 },
    {
      name: 'Capabilities',
      label: sanctions('capabilities'),
      kind: 'choices',
      choices: choicesOf(CAPABILITIES, language),
    },
    { name: 'Enabled', label: say('enabled'), kind: 'switch' },
  ];
}

function What({ threshold }: { threshold: Threshold }) {
  const say = useWords(THRESHOLDS);
  const language = useLanguage();
  const { Act: act, Capabilities = [], PerMinute, PerDay } = threshold;
  return (
    <>
      {say(`act-${act}`)}{' '}
      {Capabilities.map((one) => (
        <Tag key={one}>{CAPABILITIES[one].words[language]}</Tag>
      ))}
      {PerMinute !== undefined && <Tag>{say('aMinute', { count: PerMinute })}</Tag>}
      {PerDay !== undefined && <Tag>{say('aDay', { count: PerDay })}</Tag>}
    </>
  );
}

function Attention() {
  const say = useWords(THRESHOLDS);
  const common = useWords(COMMON);
  const budgets = useAsk('GetUVMSAttentionBudgets', {});
  return (
    <Card
      size="small"
      title={say('attention')}
      extra={
        <FormButton
          action="SetUVMSAttentionBudget"
          label={say('setBudget')}
          stale={['GetUVMSAttentionBudgets']}
          initial={{ Purpose: '2' }}
          fields={[
            {
              name: 'Purpose',
              label: say('purpose'),
              kind: 'choice',
              required: true,
              choices: [
                { value: '1', label: common('code') },
                { value: '2', label: common('notice') },
              ],
            },
            { name: 'PerDay', label: say('perDay'), kind: 'number', required: true, least: 1, most: 10_000 },
          ]}
        />
      }
    >
      <Failure error={budgets.error} onRetry={() => budgets.refetch()} />
      <Descriptions
        size="small"
        items={[
          { key: '1', label: common('code'), children: budgets.data?.Codes ?? '–' },
          { key: '2', label: common('notice'), children: budgets.data?.Notices ?? '–' },
        ]}
      />
      <Typography.Text type="secondary">{say('attentionIntro')}</Typography.Text>
    </Card>
  );
}

function Done() {
  const say = useWords(THRESHOLDS);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const deeds = useAsk('ListUVMSThresholdActs', filters.paging, { keep: true });
  return (
    <Rows<Deeds, Deed>
      title={say('done')}
      answer={deeds}
      rows={({ Data }) => Data}
      rowKey={({ ThresholdId, AccountId, Key, Time }) => `${ThresholdId} ${AccountId} ${Key} ${Time}`}
      empty={say('noneDone')}
      pagination={filters.pagination(deeds.data?.Total ?? 0)}
      columns={[
        minuteColumn(common('time'), 'Time'),
        {
          title: desk('account'),
          dataIndex: 'AccountId',
          render: (id: string) => (id === '' ? '–' : <Link to={`/operator/customers/${id}`}>{id}</Link>),
        },
        { title: say('key'), dataIndex: 'Key', className: 'mono', render: (key: string) => key || '–' },
        { title: say('act'), dataIndex: 'Act', render: (act: Deed['Act']) => say(`act-${act}`) },
        {
          title: say('figures'),
          key: 'figures',
          render: (_, { Complaints, Answered }) => `${Complaints} / ${Answered}`,
        },
      ]}
    />
  );
}
