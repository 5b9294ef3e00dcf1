import type { RequestOf, ResponseOf } from '@herald/contract';
import { App, Button, Flex } from 'antd';
import { Act, FormButton } from '../../../components/act.tsx';
import { requestOf } from '../../../components/form-fields.tsx';
import { useWords } from '../../../words/language.ts';
import { AGREEMENTS } from './agreement-words.ts';
import { textParts } from './text-parts.ts';

type Version = ResponseOf<'ListUVMSAgreementDrafts'>['Versions'][number];

const STALE = ['ListUVMSAgreementDrafts'] as const;
/** Characters of a text: 200 parts of 16,000. */
const LONGEST_TEXT = 3_200_000;

/** Files a text as a draft, and says what it lacks beside the one that comes with the service. */
export function ImportButton() {
  const say = useWords(AGREEMENTS);
  const { modal } = App.useApp();
  function tell(answer: ResponseOf<'ImportUVMSAgreement'>) {
    const { Version: version, Clauses: clauses } = answer;
    const notes = [
      ['missing', answer.Missing],
      ['extra', answer.Extra],
      ['onlyZh', answer.OnlyInZh],
      ['onlyEn', answer.OnlyInEn],
      ['openPlaces', answer.OpenPlaces],
    ] as const;
    modal.info({
      title: say('imported', { version, clauses }),
      content: notes
        .filter(([, list]) => list.length > 0)
        .map(([words, list]) => <p key={words}>{say(words, { list: list.join(', ') })}</p>),
    });
  }
  return (
    <FormButton
      action="ImportUVMSAgreement"
      label={say('import')}
      intro={say('importIntro')}
      type="primary"
      size="middle"
      stale={STALE}
      fields={[
        { name: 'TextZh', label: say('textZh'), kind: 'area', most: LONGEST_TEXT },
        { name: 'TextEn', label: say('textEn'), kind: 'area', most: LONGEST_TEXT },
      ]}
      request={(values) => {
        const [zh, en] = [textParts(String(values.TextZh ?? '')), textParts(String(values.TextEn ?? ''))];
        return { ...(zh.length > 0 ? { TextZh: zh } : {}), ...(en.length > 0 ? { TextEn: en } : {}) };
      }}
      onDone={tell}
    />
  );
}

/** What can be done with a version in its state. */
export function AgreementActions({
  version: { Version, State },
  onRead,
}: {
  version: Version;
  onRead(version: number): void;
}) {
  const say = useWords(AGREEMENTS);
  const fields = [
    { name: 'EffectiveTime', label: say('effectiveAt'), kind: 'moment' },
    { name: 'Immediate', label: say('immediate'), kind: 'switch' },
    { name: 'GroundZh', label: say('groundZh'), kind: 'area' },
    { name: 'GroundEn', label: say('groundEn'), kind: 'area' },
  ] as const;
  return (
    <Flex gap={8} wrap>
      <Button size="small" onClick={() => onRead(Version)}>
        {say('read')}
      </Button>
      {State === 'draft' && (
        <FormButton
          action="PublishUVMSAgreement"
          label={say('publish')}
          intro={say('publishIntro')}
          type="primary"
          stale={STALE}
          fixed={{ Version }}
          fields={fields}
          request={(values) => {
            const asked = requestOf(fields, values) as Partial<RequestOf<'PublishUVMSAgreement'>>;
            const { EffectiveTime: at } = asked;
            // This Action takes Unix seconds.
            return at === undefined ? asked : { ...asked, EffectiveTime: Math.floor(at / 1000) };
          }}
        />
      )}
      {(State === 'draft' || State === 'coming') && (
        <Act
          action="WithdrawUVMSAgreementVersion"
          request={{ Version }}
          stale={STALE}
          danger
          confirm={say('withdrawSure')}
        >
          {say('withdraw')}
        </Act>
      )}
    </Flex>
  );
}
