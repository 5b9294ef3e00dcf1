import type { ResponseOf } from '@herald/contract';
import { Alert, App, Button, Card, Checkbox, Flex, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useAct, useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { FilingTag } from '../../../components/filing-tag.tsx';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { useMay, useProject } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { Editor } from './editor.tsx';
import { FLOW_STALE } from './flow-stale.ts';
import { OldVersion, Versions } from './versions.tsx';
import { FLOWS } from './words.ts';

type Flow = ResponseOf<'QueryUVMSFlow'>['Flow'];

/** A new flow: nothing is drawn yet. */
const EMPTY = '{\n  "start": "",\n  "maxSeconds": 300,\n  "nodes": {}\n}';

interface Draft {
  readonly Name: string;
  readonly Scene: string;
  /** Empty: for internal production. */
  readonly AppId: string;
  readonly Language: 'zh' | 'en';
  readonly AllDay: boolean;
}

/** Draws a new flow, changes one, or shows a version of it: `/flows/new`, `/flows/<FlowId>`, `…?version=<number>`. */
export function Page() {
  const say = useWords(FLOWS);
  const { flowId = 'new' } = useParams();
  const version = Number(useSearchParams()[0].get('version')) || undefined;
  const isNew = flowId === 'new';
  const stored = useAsk('QueryUVMSFlow', { FlowId: flowId, ...useProject() }, { enabled: !isNew });
  const flow = stored.data?.Flow;
  const title = isNew ? say('create') : (flow?.Name ?? say('show'));
  return (
    <>
      <PageHead
        title={title}
        intro={
          flow && (
            <>
              <FilingTag filed={flow} />
              {say('versionValue', { version: flow.Version, live: flow.LiveVersion || say('noLive') })}
            </>
          )
        }
      />
      <Failure error={stored.error} onRetry={() => stored.refetch()} />
      {!isNew && stored.isPending && <Loading />}
      {flow && version !== undefined ? (
        <OldVersion newest={flow} version={version} />
      ) : (
        (isNew || flow) && (
          <FlowForm key={flow ? `${flow.FlowId} ${flow.Version} ${flow.Status}` : 'new'} flow={flow} />
        )
      )}
      {stored.data && <Versions answer={stored.data} />}
    </>
  );
}

function FlowForm({ flow }: { flow: Flow | undefined }) {
  const say = useWords(FLOWS);
  const common = useWords(COMMON);
  const language = useLanguage();
  const navigate = useNavigate();
  const project = useProject();
  const may = useMay();
  const { message } = App.useApp();
  const [form] = Form.useForm<Draft>();
  const [json, setJson] = useState(flow?.Graph ?? EMPTY);
  const apps = useAsk('QueryUVMSApp', {}, { enabled: may('enterprise:read') });
  const create = useAct('CreateUVMSFlow', FLOW_STALE);
  const update = useAct('UpdateUVMSFlow', FLOW_STALE);
  const submit = useAct('SubmitUVMSFlow', FLOW_STALE);
  const initial: Draft = {
    Name: flow?.Name ?? '',
    Scene: flow?.Scene ?? '',
    AppId: flow?.AppId ?? '',
    Language: flow?.Language ?? language,
    AllDay: flow?.AllDay ?? false,
  };
  const about: Draft = { ...initial, ...Form.useWatch([], form) };
  const isUnderReview = flow?.Status === 0 || flow?.Status === 1;
  const readOnly = isUnderReview || !may('template:write');
  const pending = create.isPending || update.isPending || submit.isPending;

  async function save(thenSubmit: boolean) {
    const { AppId, ...words } = await form.validateFields();
    try {
      if (flow) {
        const { FlowId } = flow;
        await update.mutateAsync({ FlowId, ...words, AppId, Flow: json, ...project });
        if (thenSubmit) await submit.mutateAsync({ FlowId, ...project });
      } else {
        const app = AppId ? { AppId } : {};
        await create.mutateAsync({ ...words, ...app, Flow: json, Submit: thenSubmit, ...project });
      }
    } catch {
      return; // Shown above the buttons.
    }
    message.success(thenSubmit ? say('submitted') : common('saved'));
    navigate('/flows');
  }

  return (
    <Flex vertical gap={16}>
      {flow?.Remark && <Alert type="warning" showIcon title={flow.Remark} />}
      {isUnderReview && <Alert type="info" showIcon title={say('underReview')} />}
      {flow?.Status === 2 && !readOnly && <Alert type="info" showIcon title={say('editsApproved')} />}
      <Card size="small" title={say('about')}>
        <Form<Draft>
          form={form}
          layout="vertical"
          requiredMark={false}
          disabled={readOnly}
          initialValues={initial}
        >
          <Flex gap={12} wrap>
            <Form.Item
              name="Name"
              label={common('name')}
              rules={[{ required: true, whitespace: true, message: common('required') }]}
              style={{ flex: '2 1 180px', minWidth: 0 }}
            >
              <Input maxLength={32} />
            </Form.Item>
            <Form.Item
              name="Scene"
              label={say('scene')}
              rules={[{ required: true, whitespace: true, message: common('required') }]}
              style={{ flex: '3 1 220px', minWidth: 0 }}
            >
              <Input maxLength={200} />
            </Form.Item>
            <Form.Item name="AppId" label={say('app')} style={{ flex: '1 1 150px', minWidth: 0 }}>
              <Select
                options={[
                  { value: '', label: say('internal') },
                  ...(apps.data?.Data ?? [])
                    .filter(({ State, Enabled }) => State === 'approved' && Enabled)
                    .map(({ AppId, Name }) => ({ value: AppId, label: Name })),
                ]}
              />
            </Form.Item>
            <Form.Item name="Language" label={say('language')} style={{ flex: '1 1 100px' }}>
              <Select
                options={(['zh', 'en'] as const).map((value) => ({ value, label: say(`language-${value}`) }))}
              />
            </Form.Item>
            <Form.Item name="AllDay" valuePropName="checked" label=" ">
              <Checkbox>{say('allDay')}</Checkbox>
            </Form.Item>
          </Flex>
        </Form>
      </Card>
      <Editor json={json} about={about} readOnly={readOnly} onJson={setJson} />
      <Failure error={create.error ?? update.error ?? submit.error} />
      <Flex gap={8} wrap>
        {!readOnly && (
          <>
            <Button type="primary" loading={pending} onClick={() => save(true)}>
              {say('submit')}
            </Button>
            <Button loading={pending} onClick={() => save(false)}>
              {say(flow?.Status === 2 ? 'saveVersion' : 'saveDraft')}
            </Button>
          </>
        )}
        {flow?.Status === 0 && may('template:write') && (
          <ActButton action="WithdrawUVMSFlow" request={{ FlowId: flow.FlowId }} stale={FLOW_STALE}>
            {say('withdraw')}
          </ActButton>
        )}
      </Flex>
    </Flex>
  );
}
