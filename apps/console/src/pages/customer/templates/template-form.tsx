import { App, Button, Card, Checkbox, Col, Flex, Form, Input, Row, Select } from 'antd';
import { useNavigate } from 'react-router';
import { useAct, useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { UploadFile } from '../../../components/upload-file.tsx';
import { useMay, useProject } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { ContentField } from './content-field.tsx';
import type { Draft } from './draft.ts';
import { Findings, useFindings } from './findings.tsx';
import { HearTemplate } from './hear-template.tsx';
import { STALE, type Template } from './template-card.tsx';
import { TEMPLATES } from './words.ts';

/** A template as it is written: the rules are asked as one types, and it can be heard before it is stored. */
export function TemplateForm({ kind, template }: { kind: 'text' | 'audio'; template: Template | undefined }) {
  const say = useWords(TEMPLATES);
  const common = useWords(COMMON);
  const language = useLanguage();
  const navigate = useNavigate();
  const project = useProject();
  const { message } = App.useApp();
  const [form] = Form.useForm<Draft>();
  const draft: Partial<Draft> = Form.useWatch([], form) ?? {};
  const apps = useAsk('QueryUVMSApp', {}, { enabled: useMay()('enterprise:read') });
  const create = useAct('CreateUVMSTemplate', STALE);
  const update = useAct('UpdateUVMSTemplate', STALE);
  const submit = useAct('SubmitUVMSTemplate', STALE);
  const check = useFindings(draft, kind);
  const isAudio = kind === 'audio';

  async function save(thenSubmit: boolean) {
    const { AppId, FileId, ...written } = await form.validateFields();
    // People log in at night, too: codes have no hours here.
    const words = { ...written, AllDay: written.Purpose === 1 || written.AllDay };
    const file = FileId ? { FileId } : {};
    try {
      if (template) {
        const { Purpose: _fixed, ...changes } = words;
        const app = AppId ? { AppId } : { InternalProduction: true };
        const request = { TemplateId: template.TemplateId, ...changes, ...app, ...file, ...project };
        await update.mutateAsync(request);
        if (thenSubmit) await submit.mutateAsync({ TemplateId: template.TemplateId });
      } else {
        const app = AppId ? { AppId } : {};
        await create.mutateAsync({ ...words, ...app, ...file, Submit: thenSubmit, ...project });
      }
    } catch {
      return; // Shown above the buttons.
    }
    message.success(say(thenSubmit ? 'submitted' : 'saved'));
    navigate('/templates');
  }

  const pending = create.isPending || update.isPending || submit.isPending;
  return (
    <Form<Draft>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{
        Name: template?.Name ?? '',
        Purpose: template?.Purpose ?? (isAudio ? 2 : 1),
        Language: template?.Language ?? language,
        AppId: template?.AppId ?? '',
        Scene: template?.Scene ?? '',
        Content: template?.Content ?? '',
        AllDay: template?.AllDay ?? false,
      }}
    >
      <Row gutter={[16, 16]}>
        <Col xs={24} lg={14}>
          <Card size="small">
            <Flex gap={12} wrap>
              <Form.Item
                name="Name"
                label={common('name')}
                extra={say('nameHint')}
                rules={[{ required: true, message: common('required') }]}
                style={{ flex: '2 1 200px', minWidth: 0 }}
              >
                <Input maxLength={32} />
              </Form.Item>
              <Form.Item name="Purpose" label={say('purpose')} style={{ flex: '1 1 110px' }}>
                <Select
                  disabled={template !== undefined || isAudio}
                  options={[
                    { value: 1, label: common('code') },
                    { value: 2, label: common('notice') },
                  ]}
                />
              </Form.Item>
              <Form.Item name="Language" label={say('language')} style={{ flex: '1 1 110px' }}>
                <Select
                  options={(['zh', 'en'] as const).map((value) => ({
                    value,
                    label: say(`language-${value}`),
                  }))}
                />
              </Form.Item>
            </Flex>
            <Form.Item name="AppId" label={say('app')}>
              <Select
                options={[
                  { value: '', label: say('internal') },
                  ...(apps.data?.Data ?? [])
                    .filter(({ State, Enabled }) => State === 'approved' && Enabled)
                    .map(({ AppId, Name }) => ({ value: AppId, label: Name })),
                ]}
              />
            </Form.Item>
            <Form.Item
              name="Scene"
              label={say('scene')}
              extra={say('sceneHint')}
              rules={[{ required: true, message: common('required') }]}
            >
              <Input maxLength={200} />
            </Form.Item>
            {isAudio && (
              <Form.Item
                name="FileId"
                label={say('recording')}
                extra={say('recordingHint')}
                rules={[{ required: template === undefined, message: say('needFile') }]}
              >
                <UploadFile kind="audio" accept=".wav,audio/wav" />
              </Form.Item>
            )}
            <Form.Item name="Content" label={say(isAudio ? 'transcript' : 'content')}>
              <ContentField withVariables={!isAudio} purpose={draft.Purpose ?? 1} />
            </Form.Item>
            <Form.Item
              name="AllDay"
              valuePropName="checked"
              extra={say('allDayHint')}
              hidden={draft.Purpose === 1}
            >
              <Checkbox>{say('allDay')}</Checkbox>
            </Form.Item>
            <Failure error={create.error ?? update.error ?? submit.error} />
            <Flex gap={8} wrap>
              <Button type="primary" loading={pending} onClick={() => save(true)}>
                {say('submit')}
              </Button>
              <Button loading={pending} onClick={() => save(false)}>
                {say('saveDraft')}
              </Button>
              {!isAudio && (
                <HearTemplate
                  size="middle"
                  request={{
                    Content: draft.Content ?? '',
                    Purpose: draft.Purpose ?? 1,
                    Language: draft.Language ?? language,
                  }}
                />
              )}
            </Flex>
          </Card>
        </Col>
        <Col xs={24} lg={10}>
          <Findings check={check} />
        </Col>
      </Row>
    </Form>
  );
}
