import type { RequestOf } from '@herald/contract';
import { Alert, Button, Card, Descriptions, Form, Input, Radio, Space } from 'antd';
import { useAct, useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { useMay } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { History } from './history.tsx';
import { StateTag } from './state-tag.tsx';
import { QUALIFICATION } from './words.ts';

const STALE = ['GetRealName', 'QueryUVMSServiceGuide'] as const;

/** Who holds the account, and how the verification stands. */
export function Page() {
  const say = useWords(QUALIFICATION);
  const writes = useMay()('enterprise:write');
  const realName = useAsk('GetRealName', {});
  const { nameOf, numberOf } = useHolderLabels();
  const { data } = realName;
  // Before anything was handed in there is no draft that somebody keeps: the form alone is there.
  const begun = data && (data.State !== 'draft' || data.History.length > 0);
  const editable = data?.State === 'draft' || data?.State === 'rejected';
  return (
    <>
      <PageHead title={say('realName')} intro={say('realNameIntro')} />
      <Failure error={realName.error} onRetry={() => realName.refetch()} />
      {realName.isPending && <Loading />}
      {data && (
        <Space orientation="vertical" size={16} style={{ width: '100%', maxWidth: 720 }}>
          {data.Reason && <Alert type="warning" showIcon title={say('reason')} description={data.Reason} />}
          <Card size="small" title={say('realName')} extra={begun && <StateTag state={data.State} />}>
            {editable ? (
              writes && <RealNameForm />
            ) : (
              <>
                <Descriptions
                  size="small"
                  column={1}
                  items={[
                    {
                      key: 'holder',
                      label: say('holder'),
                      children: say(data.Holder === 'person' ? 'person' : 'enterpriseHolder'),
                    },
                    { key: 'name', label: nameOf(data.Holder), children: data.Name },
                    { key: 'number', label: numberOf(data.Holder), children: data.Number },
                    { key: 'phone', label: say('phone'), children: data.Phone },
                  ]}
                />
                {data.State === 'in-review' && writes && (
                  <ActButton
                    action="WithdrawRealName"
                    request={{}}
                    stale={STALE}
                    confirm={say('withdrawSure')}
                  >
                    {say('withdraw')}
                  </ActButton>
                )}
              </>
            )}
          </Card>
          <History history={data.History} />
        </Space>
      )}
    </>
  );
}

/** A person has a name and an identity card, an enterprise a name and a licence. */
function useHolderLabels() {
  const say = useWords(QUALIFICATION);
  return {
    nameOf: (holder: string) => say(holder === 'person' ? 'personName' : 'name'),
    numberOf: (holder: string) => say(holder === 'person' ? 'personNumber' : 'licenceNumber'),
  };
}

function RealNameForm() {
  const say = useWords(QUALIFICATION);
  const required = { required: true, message: useWords(COMMON)('required') };
  const submit = useAct('SubmitRealName', STALE);
  const { nameOf, numberOf } = useHolderLabels();
  const [form] = Form.useForm<RequestOf<'SubmitRealName'>>();
  const holder = Form.useWatch('Holder', form) ?? 'enterprise';
  return (
    <Form<RequestOf<'SubmitRealName'>>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ Holder: 'enterprise' }}
      onFinish={(values) => submit.mutate(values)}
    >
      <Form.Item name="Holder" label={say('holder')}>
        <Radio.Group
          options={[
            { value: 'enterprise', label: say('enterpriseHolder') },
            { value: 'person', label: say('person') },
          ]}
        />
      </Form.Item>
      <Form.Item name="Name" label={nameOf(holder)} rules={[required]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="Number" label={numberOf(holder)} rules={[required]}>
        <Input maxLength={18} autoComplete="off" />
      </Form.Item>
      <Form.Item name="Phone" label={say('phone')} rules={[required]}>
        <Input inputMode="tel" />
      </Form.Item>
      <Failure error={submit.error} />
      <Button type="primary" htmlType="submit" loading={submit.isPending}>
        {say('submit')}
      </Button>
    </Form>
  );
}
