import { MATERIALS, type RequestOf, type ResponseOf } from '@herald/contract';
import { Alert, Button, Card, Descriptions, Form, Input, Space } from 'antd';
import { useAct, useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { useMay } from '../../../shell/me.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { History } from './history.tsx';
import { Materials, paperOf } from './materials.tsx';
import { ENTERPRISE_STALE } from './stale.ts';
import { StateTag } from './state-tag.tsx';
import { QUALIFICATION } from './words.ts';

type Enterprise = ResponseOf<'GetUVMSEnterprise'>;

const FIELDS = [
  ['Name', 'name', 60],
  ['LicenceNumber', 'licenceNumber', 18],
  ['Industry', 'industry', 40],
  ['ContactName', 'contactName', 40],
  ['ContactPhone', 'contactPhone', 20],
  ['Address', 'address', 200],
] as const;
/** The service shows these in part: what is shown cannot be sent back. */
const HIDDEN: readonly string[] = ['ContactName', 'ContactPhone'];

/** The enterprise of the account: data, papers, and how its review stands. */
export function Page() {
  const say = useWords(QUALIFICATION);
  const writes = useMay()('enterprise:write');
  const enterprise = useAsk('GetUVMSEnterprise', {});
  const { data } = enterprise;
  const editable = writes && (data?.State === 'draft' || data?.State === 'rejected');
  return (
    <>
      <PageHead title={say('enterprise')} intro={say('enterpriseIntro')}>
        {data?.State === 'in-review' && writes && (
          <ActButton
            action="WithdrawUVMSEnterprise"
            request={{}}
            stale={ENTERPRISE_STALE}
            confirm={say('withdrawSure')}
          >
            {say('withdraw')}
          </ActButton>
        )}
        {editable && (
          <ActButton
            type="primary"
            action="SubmitUVMSEnterprise"
            request={{}}
            stale={ENTERPRISE_STALE}
            said={say('submitted')}
            disabled={data.Missing.length > 0}
          >
            {say('submit')}
          </ActButton>
        )}
      </PageHead>
      <Failure error={enterprise.error} onRetry={() => enterprise.refetch()} />
      {enterprise.isPending && <Loading />}
      {data && (
        <Space orientation="vertical" size={16} style={{ width: '100%', maxWidth: 860 }}>
          {data.Reason && <Alert type="warning" showIcon title={say('reason')} description={data.Reason} />}
          {editable && data.Missing.length > 0 && <Missing names={data.Missing} />}
          <Card size="small" title={say('enterprise')} extra={<StateTag state={data.State} />}>
            {editable ? (
              <EnterpriseForm enterprise={data} />
            ) : (
              <Descriptions
                size="small"
                column={{ xs: 1, md: 2 }}
                items={FIELDS.map(([field, words]) => ({
                  key: field,
                  label: say(words),
                  children: data[field] || '–',
                }))}
              />
            )}
          </Card>
          <Materials enterprise={data} editable={editable} />
          <History history={data.History} />
        </Space>
      )}
    </>
  );
}

/** The service names fields and papers as requests do; here they have their labels. */
function Missing({ names }: { names: readonly string[] }) {
  const say = useWords(QUALIFICATION);
  const language = useLanguage();
  const labels = names.map((name) => {
    const field = FIELDS.find(([one]) => one === name);
    if (field) return say(field[1]);
    const paper = paperOf(name);
    return paper ? MATERIALS[paper][language] : name;
  });
  const what = labels.join(language === 'zh' ? '、' : ', ');
  return <Alert type="info" showIcon title={say('missing', { what })} />;
}

function EnterpriseForm({ enterprise }: { enterprise: Enterprise }) {
  const say = useWords(QUALIFICATION);
  const update = useAct('UpdateUVMSEnterprise', ENTERPRISE_STALE);
  const initial = Object.fromEntries(
    FIELDS.map(([field]) => [field, HIDDEN.includes(field) ? '' : enterprise[field]]),
  );
  return (
    <Form<RequestOf<'UpdateUVMSEnterprise'>>
      layout="vertical"
      initialValues={initial}
      onFinish={(values) =>
        update.mutate(Object.fromEntries(Object.entries(values).filter(([, value]) => value?.trim())))
      }
    >
      {FIELDS.map(([field, words, longest]) => {
        const shown = enterprise[field];
        return (
          <Form.Item
            key={field}
            name={field}
            label={say(words)}
            extra={HIDDEN.includes(field) && shown ? say('hidden', { value: shown }) : undefined}
          >
            <Input maxLength={longest} />
          </Form.Item>
        );
      })}
      <Failure error={update.error} />
      <Button type="primary" htmlType="submit" loading={update.isPending}>
        {say('saveDraft')}
      </Button>
    </Form>
  );
}
