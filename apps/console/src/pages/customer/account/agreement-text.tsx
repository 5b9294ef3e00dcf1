import { Card, Typography } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { formatMoment } from '../../../components/values.tsx';
import { useLanguage, useWords } from '../../../words/language.ts';
import { type ClauseKept, ClauseProof } from './clause-proof.tsx';
import { ACCOUNT } from './words.ts';

/** The text of a version by its clauses; of a coming one first what it changes. */
export function AgreementText({ version, current }: { version: number; current: number }) {
  const say = useWords(ACCOUNT);
  const language = useLanguage();
  const text = useAsk('QueryUVMSAgreement', { Version: version, Language: language });
  const living = useAsk('GetUVMSLivingAgreement', { Language: language });
  const kept = new Map(living.data?.Clauses.map((clause) => [clause.Number, clause]));
  return (
    <>
      {version > current && <Changes from={current} to={version} />}
      <Card size="small" title={`${say('version')} ${version}`} loading={text.isPending}>
        <Failure error={text.error} onRetry={() => text.refetch()} />
        <div style={{ maxWidth: 820 }}>
          {living.data && (
            <Typography.Paragraph type="secondary">
              {say('living', { date: formatMoment(living.data.RunTime, language, 'minute') })}
            </Typography.Paragraph>
          )}
          {text.data?.Clauses.map(({ Number: number, Label, Title, Text }) => (
            <section key={number}>
              {Title && (
                <Typography.Title level={2} style={{ fontSize: 16 }}>
                  {Label} {Title}
                </Typography.Title>
              )}
              {Text && (
                <Typography.Paragraph style={{ whiteSpace: 'pre-line' }}>
                  {!Title && Label} <Words text={Text} />
                </Typography.Paragraph>
              )}
              {Text && proofOf(kept.get(number))}
            </section>
          ))}
        </div>
      </Card>
    </>
  );
}

/** What must not be missed stands between two `**`. */
function Words({ text }: { text: string }) {
  return text.split('**').map((part, nth) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text do not move
    nth % 2 === 1 ? <strong key={nth}>{part}</strong> : part,
  );
}

const proofOf = (clause: ClauseKept | undefined) => clause && <ClauseProof clause={clause} />;

function Changes({ from, to }: { from: number; to: number }) {
  const say = useWords(ACCOUNT);
  const language = useLanguage();
  const diff = useAsk('DiffUVMSAgreementVersions', {
    From: from,
    To: to,
    Language: language,
    OnlyChanges: true,
  });
  return (
    <Card size="small" title={say('changes')} loading={diff.isPending}>
      <Failure error={diff.error} onRetry={() => diff.refetch()} />
      {diff.data?.Changes.map(({ Number: number, Pieces }) => (
        <Typography.Paragraph key={number}>
          <strong>{number}</strong>{' '}
          {Pieces.map(({ Kind, Text }, index) =>
            Kind === 'added' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one clause do not move
              <ins key={index}>{Text}</ins>
            ) : Kind === 'removed' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one clause do not move
              <del key={index}>{Text}</del>
            ) : (
              Text
            ),
          )}
        </Typography.Paragraph>
      ))}
    </Card>
  );
}
