import { REVIEW_KIND_WORDS, REVIEW_KINDS, type ResponseOf, type ReviewKind } from '@herald/contract';
import { Card, Flex, Statistic, Switch, Tag, Typography } from 'antd';
import { Link } from 'react-router';
import { useAct, useAsk } from '../../../api/ask.ts';
import { useMayDo } from '../../../components/act.tsx';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { type Filters, useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { useMe } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { choicesOf } from '../parts/choices.ts';
import { minuteColumn } from '../parts/desk-columns.tsx';
import { Due } from '../parts/due.tsx';
import { useStaffName } from '../parts/staff-names.ts';
import { DESK } from '../parts/words.ts';
import { ReviewState } from './review-state.tsx';
import { REVIEWS } from './words.ts';

type Answer = ResponseOf<'ListUVMSReviews'>;
type Review = Answer['Reviews'][number];
type State = Review['State'];

const STATES = ['open', 'approved', 'rejected', 'withdrawn'] as const;
const EVERY = 15_000;

/** What waits for a decision, and what was decided. */
export function Page() {
  const say = useWords(REVIEWS);
  const staffName = useStaffName();
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const language = useLanguage();
  const { OperatorId } = useMe();
  const filters = useFilters();
  const state = (filters.get('state') || 'open') as State;
  const reviews = useAsk(
    'ListUVMSReviews',
    {
      ...filters.paging,
      State: state,
      ...(filters.get('kind') ? { Kind: filters.get('kind') as ReviewKind } : {}),
      ...(filters.get('account') ? { AccountId: filters.get('account') } : {}),
      ...(filters.get('only') === 'mine' ? { Mine: true } : {}),
      ...(filters.get('only') === 'late' ? { Overdue: true } : {}),
    },
    { keep: true, every: EVERY },
  );
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Numbers />
      <Rows<Answer, Review>
        answer={reviews}
        rows={({ Reviews }) => Reviews}
        rowKey="ReviewId"
        empty={say('noReviews')}
        pagination={filters.pagination(reviews.data?.Total ?? 0)}
        columns={[
          {
            title: say('subject'),
            key: 'subject',
            render: (_, review) => (
              <>
                <Link to={`/operator/reviews/${review.AccountId}/${review.ReviewId}`}>{review.Title}</Link>
                <br />
                <Typography.Text type="secondary">{REVIEW_KIND_WORDS[review.Kind][language]}</Typography.Text>
              </>
            ),
          },
          {
            title: desk('account'),
            key: 'account',
            render: (_, { AccountId, AccountName }) => (
              <Link to={`/operator/customers/${AccountId}`}>{AccountName || AccountId}</Link>
            ),
          },
          {
            title: say('findings'),
            dataIndex: 'Findings',
            render: (findings: Review['Findings']) => <Counts findings={findings} />,
          },
          minuteColumn(say('submitted'), 'SubmitTime'),
          {
            title: state === 'open' ? say('clock') : common('state'),
            key: 'clock',
            render: (_, { DueTime, State }) =>
              State === 'open' ? <Due at={DueTime} /> : <ReviewState state={State} />,
          },
          {
            title: say('claimedBy'),
            dataIndex: 'ClaimedBy',
            render: (by: string) =>
              by === '' ? '–' : <Tag>{by === OperatorId ? say('you') : staffName(by)}</Tag>,
          },
        ]}
      >
        <Bar filters={filters} />
      </Rows>
      <Settings />
    </>
  );
}

function Bar({ filters }: { filters: Filters }) {
  const say = useWords(REVIEWS);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const language = useLanguage();
  return (
    <FilterBar
      filters={filters}
      of={[
        {
          name: 'state',
          label: common('state'),
          width: 130,
          byDefault: 'open',
          choices: STATES.map((value) => ({ value, label: say(`state-${value}`) })),
        },
        { name: 'kind', label: desk('kind'), choices: choicesOf(REVIEW_KIND_WORDS, language) },
        {
          name: 'only',
          label: say('queue'),
          width: 140,
          choices: [
            { value: 'mine', label: say('mine') },
            { value: 'late', label: say('late') },
          ],
        },
        { name: 'account', label: desk('accountId') },
      ]}
    />
  );
}

function Counts({ findings }: { findings: Review['Findings'] }) {
  const say = useWords(REVIEWS);
  const concerns = findings.filter(({ Weight }) => Weight === 'concern').length;
  const hints = findings.length - concerns;
  return (
    <>
      {concerns > 0 && <Tag color="error">{say('concerns', { count: concerns })}</Tag>}
      {hints > 0 && <Tag>{say('hints', { count: hints })}</Tag>}
      {findings.length === 0 && '–'}
    </>
  );
}

function Numbers() {
  const say = useWords(REVIEWS);
  const { data } = useAsk('GetUVMSReviewStatistics', {}, { every: EVERY });
  if (!data) return null;
  const { Approved, Rejected, InTime } = data.LastThirtyDays;
  const decided = Approved + Rejected;
  return (
    <Card size="small" style={{ marginBottom: 16 }}>
      <Flex gap={32} wrap>
        <Statistic title={say('waiting')} value={data.Waiting} />
        <Statistic title={say('overdueCount')} value={data.Overdue} />
        <Statistic title={say('claimedCount')} value={data.Claimed} />
        <Statistic title={say('medianAge')} value={data.MedianAge} precision={1} />
        <Statistic
          title={say('inTime')}
          value={decided === 0 ? '–' : `${Math.round((InTime / decided) * 100)}%`}
        />
      </Flex>
    </Card>
  );
}

/** Which kinds two reviewers must approve. */
function Settings() {
  const say = useWords(REVIEWS);
  const language = useLanguage();
  const mayDo = useMayDo();
  const settings = useAsk('QueryUVMSReviewSettings', {});
  const update = useAct('UpdateUVMSReviewSettings', ['QueryUVMSReviewSettings', 'ListUVMSReviews']);
  const two: readonly ReviewKind[] = settings.data?.TwoPersonKinds ?? [];
  return (
    <Card size="small" title={say('settings')} style={{ marginTop: 16 }}>
      <Typography.Paragraph type="secondary">{say('settingsIntro')}</Typography.Paragraph>
      <Flex gap={20} wrap>
        {REVIEW_KINDS.map((kind) => (
          <Flex key={kind} gap={8} align="center">
            <Switch
              size="small"
              aria-label={REVIEW_KIND_WORDS[kind][language]}
              checked={two.includes(kind)}
              disabled={!mayDo('UpdateUVMSReviewSettings') || !settings.data}
              loading={update.isPending && update.variables.Kind === kind}
              onChange={(TwoPerson) => update.mutate({ Kind: kind, TwoPerson })}
            />
            {REVIEW_KIND_WORDS[kind][language]}
          </Flex>
        ))}
      </Flex>
    </Card>
  );
}
