import { REVIEW_KIND_WORDS, type ResponseOf } from '@herald/contract';
import { Alert, Card, Flex, Tag, Timeline, Typography } from 'antd';
import { Link, useParams } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { Act } from '../../../components/act.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { formatMoment, Moment } from '../../../components/values.tsx';
import { useMe } from '../../../shell/me.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { Due } from '../parts/due.tsx';
import { useStaffName } from '../parts/staff-names.ts';
import { TemplateSound } from '../parts/template-sound.tsx';
import { Decide } from './decide.tsx';
import { Materials } from './materials.tsx';
import { ReviewState } from './review-state.tsx';
import { REVIEWS } from './words.ts';

export type Review = ResponseOf<'GetUVMSReview'>;

const STALE = ['GetUVMSReview', 'ListUVMSReviews', 'GetUVMSReviewStatistics'] as const;

/** One review: what was submitted, what was noticed, and the decision. */
export function Page() {
  const say = useWords(REVIEWS);
  const language = useLanguage();
  const { accountId = '', reviewId = '' } = useParams();
  const {
    data: review,
    error,
    refetch,
  } = useAsk('GetUVMSReview', { AccountId: accountId, ReviewId: reviewId }, { once: true });
  if (error) return <Failure error={error} onRetry={() => refetch()} />;
  if (!review) return <Loading />;
  const isOpen = review.State === 'open';
  return (
    <>
      <PageHead
        title={review.Title}
        intro={
          <>
            {REVIEW_KIND_WORDS[review.Kind][language]} ·{' '}
            <Link to={`/operator/customers/${accountId}`}>{review.AccountName || accountId}</Link> ·{' '}
            <Moment at={review.SubmitTime} precision="minute" />{' '}
            {isOpen ? <Due at={review.DueTime} /> : <ReviewState state={review.State} />}
            {review.TwoPerson && <Tag>{say('twoPerson')}</Tag>}
          </>
        }
      >
        <Link to="/operator/reviews">{say('back')}</Link>
      </PageHead>
      <Flex gap={16} wrap align="flex-start">
        <Flex vertical gap={16} style={{ flex: '3 1 420px', minWidth: 0 }}>
          <Facts review={review} />
          {review.Parts.length > 0 && <Materials review={review} />}
          {review.Kind === 'template' && (
            <TemplateSound accountId={accountId} templateId={review.SubjectId} />
          )}
          <History history={review.History} />
        </Flex>
        <Flex vertical gap={16} style={{ flex: '2 1 300px', minWidth: 0 }}>
          <Findings findings={review.Findings} />
          {isOpen && <Decision review={review} />}
        </Flex>
      </Flex>
    </>
  );
}

function Facts({ review: { Facts: facts } }: { review: Review }) {
  const say = useWords(REVIEWS);
  return (
    <Card size="small" title={say('facts')}>
      <dl
        style={{ margin: 0, display: 'grid', gap: '8px 16px', gridTemplateColumns: 'minmax(90px, auto) 1fr' }}
      >
        {facts.map(({ Name, Title, Value }) => (
          <FactRow key={Name} title={Title} value={Value} />
        ))}
      </dl>
    </Card>
  );
}

function FactRow({ title, value }: { title: string; value: string }) {
  return (
    <>
      <dt>
        <Typography.Text type="secondary">{title}</Typography.Text>
      </dt>
      <dd className="wrap" style={{ margin: 0, whiteSpace: 'pre-wrap' }}>
        {value || '–'}
      </dd>
    </>
  );
}

function Findings({ findings }: { findings: Review['Findings'] }) {
  const say = useWords(REVIEWS);
  return (
    <Card size="small" title={say('findings')}>
      {findings.length === 0 && <Typography.Text type="secondary">{say('noFindings')}</Typography.Text>}
      <Flex vertical gap={8}>
        {findings.map(({ Code, Weight, Text }) => (
          <div key={`${Code} ${Text}`}>
            <Tag color={Weight === 'concern' ? 'error' : 'default'}>{say(Weight)}</Tag>
            {Text}
          </div>
        ))}
      </Flex>
    </Card>
  );
}

function Decision({ review }: { review: Review }) {
  const say = useWords(REVIEWS);
  const staffName = useStaffName();
  const language = useLanguage();
  const { OperatorId } = useMe();
  const { AccountId, ReviewId, ClaimedBy, ClaimedUntil } = review;
  const request = { AccountId, ReviewId };
  const mine = ClaimedBy === OperatorId;
  const at = formatMoment(ClaimedUntil, language, 'minute');
  return (
    <Card
      size="small"
      title={say('decision')}
      extra={
        <Flex gap={8}>
          {mine && (
            <Act action="ReleaseUVMSReview" request={request} stale={STALE}>
              {say('release')}
            </Act>
          )}
          {(mine || ClaimedBy === '') && (
            <Act action="ClaimUVMSReview" request={request} stale={STALE} type={mine ? 'default' : 'primary'}>
              {say(mine ? 'extend' : 'claim')}
            </Act>
          )}
        </Flex>
      }
    >
      {review.FirstApprovedBy && (
        <Alert
          type="info"
          title={say('firstBy', { name: staffName(review.FirstApprovedBy) })}
          style={{ marginBottom: 12 }}
        />
      )}
      <Typography.Paragraph type="secondary">
        {mine && say('claimedUntil', { at })}
        {ClaimedBy === '' && say('claimFirst')}
        {!mine && ClaimedBy !== '' && say('claimedByOther', { name: staffName(ClaimedBy), at })}
      </Typography.Paragraph>
      {mine && <Decide review={review} stale={STALE} />}
    </Card>
  );
}

const DOTS: Partial<Record<Review['History'][number]['Event'], string>> = {
  approved: 'green',
  rejected: 'red',
};

function History({ history }: { history: Review['History'] }) {
  const say = useWords(REVIEWS);
  const staffName = useStaffName();
  return (
    <Card size="small" title={say('history')}>
      <Timeline
        items={history.map((row) => ({
          color: DOTS[row.Event] ?? 'gray',
          content: (
            <>
              <Moment at={row.Time} /> {say(`event-${row.Event}`)}{' '}
              <Typography.Text type="secondary" className="wrap">
                {staffName(row.OperatorId)}
              </Typography.Text>
              {row.Reason && <div className="wrap">{row.Reason}</div>}
              {row.Parts.filter(({ Passed }) => !Passed).map(({ Part, Reason }) => (
                <div key={Part}>
                  {Part}: {Reason}
                </div>
              ))}
            </>
          ),
        }))}
      />
    </Card>
  );
}
