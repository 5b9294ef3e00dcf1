import { Card, Descriptions, Typography } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { FormButton } from '../../../components/act.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { AGREEMENTS } from './agreement-words.ts';

const PLACES = ['Operator', 'Licence', 'Console', 'Court', 'Contact'] as const;

/** 12.4: who the operator is, as the agreement names him. */
export function OperatorIdentity() {
  const say = useWords(AGREEMENTS);
  const common = useWords(COMMON);
  const { data: identity, error, refetch } = useAsk('QueryUVMSOperatorIdentity', {});
  if (error) return <Failure error={error} onRetry={() => refetch()} />;
  if (!identity) return <Loading />;
  const fields = PLACES.flatMap((place) =>
    (['Zh', 'En'] as const).map((language) => ({
      name: `${place}${language}` as const,
      label: `${say(place)} · ${say(language === 'Zh' ? 'chinese' : 'english')}`,
      required: true,
    })),
  );
  return (
    <Card
      size="small"
      title={say('identity')}
      extra={
        <FormButton
          action="UpdateUVMSOperatorIdentity"
          label={common('edit')}
          title={say('identity')}
          intro={say('identityIntro')}
          stale={['QueryUVMSOperatorIdentity']}
          initial={identity}
          fields={fields}
        />
      }
    >
      <Typography.Paragraph type="secondary">{say('identityIntro')}</Typography.Paragraph>
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2 }}
        items={fields.map(({ name, label }) => ({
          key: name,
          label,
          children: <span className="wrap">{identity[name]}</span>,
        }))}
      />
    </Card>
  );
}
