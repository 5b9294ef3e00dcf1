import { useMutation } from '@tanstack/react-query';
import { Button, Card } from 'antd';
import { download } from '../../../api/call.ts';
import { useMayDo } from '../../../components/act.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Sound } from '../../../components/sound.tsx';
import { useWords } from '../../../words/language.ts';
import { DESK } from './words.ts';

/** A template as a callee will hear it. */
export function TemplateSound({ accountId, templateId }: { accountId: string; templateId: string }) {
  const say = useWords(DESK);
  const mayDo = useMayDo();
  const sound = useMutation({
    mutationFn: () =>
      download('operator', 'HearUVMSTemplate', { AccountId: accountId, TemplateId: templateId }),
  });
  if (!mayDo('HearUVMSTemplate')) return null;
  return (
    <Card size="small" title={say('hear')}>
      <Failure error={sound.error} />
      {sound.data ? (
        <Sound file={sound.data} label={say('hear')} />
      ) : (
        <Button loading={sound.isPending} onClick={() => sound.mutate()}>
          {say('hear')}
        </Button>
      )}
    </Card>
  );
}
