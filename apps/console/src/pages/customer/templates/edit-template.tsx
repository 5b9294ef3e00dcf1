import { useParams, useSearchParams } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { useProject } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { TemplateForm } from './template-form.tsx';
import { TEMPLATES } from './words.ts';

/** Writes a new template, or changes a draft or a rejected one: `/templates/new`, `/templates/<TemplateId>`. */
export function Page() {
  const say = useWords(TEMPLATES);
  const [query] = useSearchParams();
  const { templateId = 'new' } = useParams();
  const isNew = templateId === 'new';
  const stored = useAsk(
    'QueryUVMSTemplate',
    { TemplateId: templateId, ...useProject() },
    { enabled: !isNew },
  );
  const [template] = stored.data?.Data ?? [];
  const kind = template?.Kind ?? (query.get('kind') === 'audio' ? 'audio' : 'text');
  const createTitle = kind === 'audio' ? 'createAudio' : 'create';
  return (
    <>
      <PageHead title={say(isNew ? createTitle : 'edit')} />
      <Failure error={stored.error} onRetry={() => stored.refetch()} />
      {!isNew && stored.isPending && <Loading />}
      {(isNew || template) && (
        <TemplateForm key={template?.TemplateId ?? kind} kind={kind} template={template} />
      )}
    </>
  );
}
