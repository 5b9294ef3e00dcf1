import { Checkbox, Flex, Form, Input, Select, Typography } from 'antd';
import { DownloadButton } from '../../../components/download-button.tsx';
import { UploadFile } from '../../../components/upload-file.tsx';
import { useProject } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { ListPreview } from './list-preview.tsx';
import type { Template } from './template.ts';
import { TASKS } from './words.ts';

/** Name, template and list of a task. */
export function WhatFields({ templates }: { templates: readonly Template[] }) {
  const say = useWords(TASKS);
  const common = useWords(COMMON);
  const project = useProject();
  const templateId = Form.useWatch<string | undefined>('TemplateId');
  const template = templates.find(({ TemplateId }) => TemplateId === templateId) ?? templates[0];
  const fileId = Form.useWatch<string | undefined>('FileId');
  return (
    <>
      <Form.Item
        name="Name"
        label={say('name')}
        rules={[{ required: true, whitespace: true, message: common('required') }]}
      >
        <Input maxLength={64} placeholder={say('namePlaceholder')} />
      </Form.Item>
      <Form.Item name="TemplateId" label={say('template')}>
        <Select
          options={templates.map(({ TemplateId, Name }) => ({
            value: TemplateId,
            label: `${Name} (${TemplateId})`,
          }))}
        />
      </Form.Item>
      {template && (
        <Typography.Paragraph className="wrap" type="secondary">
          {template.Content}
        </Typography.Paragraph>
      )}
      <Form.Item
        name="FileId"
        label={say('list')}
        extra={say('listHint')}
        rules={[{ required: true, message: say('needList') }]}
      >
        <UploadFile kind="list" accept=".csv,.xlsx" />
      </Form.Item>
      {template && (
        <Flex gap={8} wrap>
          {(['csv', 'xlsx'] as const).map((Format) => (
            <DownloadButton
              key={Format}
              size="small"
              action="GetUVMSTaskSample"
              request={{ TemplateId: template.TemplateId, Format, ...project }}
            >
              {say('sample')} · {Format.toUpperCase()}
            </DownloadButton>
          ))}
        </Flex>
      )}
      {fileId && template && <ListPreview fileId={fileId} templateId={template.TemplateId} />}
      <Form.Item name="SkipDuplicates" valuePropName="checked" style={{ marginTop: 16 }}>
        <Checkbox>{say('skipDuplicates')}</Checkbox>
      </Form.Item>
    </>
  );
}
