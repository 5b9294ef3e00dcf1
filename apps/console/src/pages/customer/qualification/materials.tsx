import { MATERIALS, type Material, type ResponseOf } from '@herald/contract';
import { Button, Card, Flex, Tag, Typography } from 'antd';
import { useAct } from '../../../api/ask.ts';
import { download } from '../../../api/call.ts';
import { Failure } from '../../../components/failure.tsx';
import { saveFile } from '../../../components/save-file.ts';
import { UploadFile } from '../../../components/upload-file.tsx';
import { useLanguage, useWords } from '../../../words/language.ts';
import { ENTERPRISE_STALE } from './stale.ts';
import { QUALIFICATION } from './words.ts';

export const MATERIAL_TYPES = '.png,.jpg,.jpeg,.pdf,image/png,image/jpeg,application/pdf';

/** Which field takes the paper, and which letter is its sample. */
const PAPERS = {
  'business-licence': { field: 'BusinessLicence', letter: undefined },
  'commitment-letter': { field: 'CommitmentLetter', letter: 'commitment' },
  'contact-authorisation': { field: 'ContactAuthorisation', letter: 'authorisation' },
} as const;

/** Whose paper a field of a request takes. */
export const paperOf = (field: string): Material | undefined =>
  (Object.keys(PAPERS) as Material[]).find((material) => PAPERS[material].field === field);

const COLOURS = { pending: 'warning', passed: 'success', failed: 'error' } as const;

/** The papers of an enterprise, each with its own verdict. */
export function Materials({
  enterprise,
  editable,
}: {
  enterprise: ResponseOf<'GetUVMSEnterprise'>;
  editable: boolean;
}) {
  const say = useWords(QUALIFICATION);
  const language = useLanguage();
  const update = useAct('UpdateUVMSEnterprise', ENTERPRISE_STALE);
  return (
    <Card size="small" title={say('materials')} extra={say('materialHint')}>
      <Failure error={update.error} />
      <Flex vertical gap={16}>
        {(Object.keys(MATERIALS) as Material[]).map((material) => {
          const there = enterprise.Materials.find(({ Material: one }) => one === material);
          const { field, letter } = PAPERS[material];
          return (
            <div key={material}>
              <Flex gap={8} align="center" wrap style={{ marginBottom: 6 }}>
                <Typography.Text strong>{MATERIALS[material][language]}</Typography.Text>
                {there && <Tag color={COLOURS[there.Verdict]}>{say(`verdict-${there.Verdict}`)}</Tag>}
                {letter && <SampleLetter letter={letter} />}
              </Flex>
              {there?.Reason && <Typography.Paragraph type="danger">{there.Reason}</Typography.Paragraph>}
              {editable && (
                <UploadFile
                  kind="material"
                  accept={MATERIAL_TYPES}
                  onChange={(fileId) => update.mutate({ [field]: fileId })}
                />
              )}
            </div>
          );
        })}
      </Flex>
    </Card>
  );
}

/** A letter to fill in, stamp and scan. */
export function SampleLetter({ letter }: { letter: 'commitment' | 'authorisation' | 'app-ownership' }) {
  const say = useWords(QUALIFICATION);
  const language = useLanguage();
  return (
    <Button
      type="link"
      size="small"
      onClick={async () =>
        saveFile(
          await download('customer', 'DownloadUVMSSampleLetter', { Letter: letter, Language: language }),
        )
      }
    >
      {say('sample')}
    </Button>
  );
}
