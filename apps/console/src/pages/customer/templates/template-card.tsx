import type { ResponseOf } from '@herald/contract';
import { Card, Descriptions, Flex, Tag, Typography } from 'antd';
import { Link, useNavigate } from 'react-router';
import { ActButton } from '../../../components/act-button.tsx';
import { Field } from '../../../components/field.tsx';
import { FilingTag } from '../../../components/filing-tag.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { HearTemplate } from './hear-template.tsx';
import { TailChoice } from './tail-choice.tsx';
import { TEMPLATES } from './words.ts';

export type Template = ResponseOf<'QueryUVMSTemplate'>['Data'][number];

export const STALE = ['QueryUVMSTemplate', 'QueryUVMSServiceGuide'] as const;

/** One template with what there is to know of it, and what can be done in its state. */
export function TemplateCard({
  template,
  appName,
  writes,
}: {
  template: Template;
  appName(id: string): string;
  writes: boolean;
}) {
  const say = useWords(TEMPLATES);
  const common = useWords(COMMON);
  return (
    <Card
      size="small"
      title={template.Name}
      extra={<FilingTag filed={template} />}
      style={{ height: '100%' }}
    >
      <Typography.Text type="secondary" className="mono" copyable>
        {template.TemplateId}
      </Typography.Text>
      <Content text={template.Content} />
      {template.Remark && (
        <Typography.Paragraph type={template.Status === 3 ? 'danger' : 'secondary'}>
          {template.Remark}
        </Typography.Paragraph>
      )}
      <Descriptions
        size="small"
        column={2}
        items={[
          {
            key: 'purpose',
            label: say('purpose'),
            children: common(template.Purpose === 1 ? 'code' : 'notice'),
          },
          { key: 'language', label: say('language'), children: say(`language-${template.Language}`) },
          {
            key: 'app',
            label: say('app'),
            children: template.AppId ? appName(template.AppId) : say('internal'),
          },
          {
            key: 'window',
            label: say('window'),
            children: say(template.AllDay ? 'allDay' : 'dayTime'),
          },
          {
            key: 'at',
            label: say('created'),
            children: <Moment at={template.UpdateTime} precision="minute" />,
            span: 2,
          },
        ]}
      />
      {/* Neither a code nor a recording has one. */}
      {template.Purpose === 2 && template.Kind === 'text' && (
        <div style={{ marginBottom: 12 }}>
          <Field label={say('tail')}>
            <TailChoice templateId={template.TemplateId} writes={writes} />
          </Field>
        </div>
      )}
      {writes && <TemplateActions template={template} />}
    </Card>
  );
}

/** The words, with the variables set off as chips. */
export function Content({ text }: { text: string }) {
  return (
    <Typography.Paragraph className="wrap" style={{ margin: '8px 0' }}>
      {text.split(/(\{\d+\})/).map((piece, index) =>
        /^\{\d+\}$/.test(piece) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text do not move
          <Tag key={index} color="processing" style={{ marginInlineEnd: 2 }}>
            {piece}
          </Tag>
        ) : (
          piece
        ),
      )}
    </Typography.Paragraph>
  );
}

/** States: 0 to review, 1 in review, 2 approved, 3 rejected, 4 disabled, 5 draft. */
function TemplateActions({ template }: { template: Template }) {
  const say = useWords(TEMPLATES);
  const common = useWords(COMMON);
  const navigate = useNavigate();
  const { TemplateId, Status, Blocked } = template;
  const request = { TemplateId };
  const editable = Status === 3 || Status === 5;
  return (
    <Flex gap={8} wrap align="center">
      <HearTemplate request={request} />
      {editable && <Link to={`/templates/${TemplateId}`}>{common('edit')}</Link>}
      {editable && (
        <ActButton
          size="small"
          action="SubmitUVMSTemplate"
          request={request}
          stale={STALE}
          said={say('submitted')}
        >
          {say('submit')}
        </ActButton>
      )}
      {Status === 0 && (
        <ActButton size="small" action="WithdrawUVMSTemplate" request={request} stale={STALE}>
          {say('withdraw')}
        </ActButton>
      )}
      {Status === 2 && !Blocked && (
        <ActButton
          size="small"
          action="DisableUVMSTemplate"
          request={request}
          stale={STALE}
          confirm={say('disableSure')}
        >
          {say('disable')}
        </ActButton>
      )}
      {Status === 4 && !Blocked && (
        <ActButton size="small" action="EnableUVMSTemplate" request={request} stale={STALE}>
          {say('enable')}
        </ActButton>
      )}
      <ActButton
        size="small"
        action="CopyUVMSTemplate"
        request={request}
        stale={STALE}
        onDone={(copy) => navigate(`/templates/${copy.TemplateId}`)}
      >
        {say('copyTemplate')}
      </ActButton>
      {editable && (
        <ActButton
          size="small"
          danger
          type="text"
          action="DeleteUVMSTemplate"
          request={request}
          stale={STALE}
          confirm={say('deleteSure')}
        >
          {common('delete')}
        </ActButton>
      )}
    </Flex>
  );
}
