import type { RequestOf, ResponseOf } from '@herald/contract';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Card, Empty, Flex, Form, Input, Select, Tooltip, Typography } from 'antd';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { outdate, useAct, useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { DecisionTrail } from '../../../components/message/decision-trail.tsx';
import { MESSAGE } from '../../../components/message/words.ts';
import { formatYuan } from '../../../components/values.tsx';
import { arriveAt } from '../../../shell/arrival.ts';
import { useProject } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { CALLEES, type Callee, sandboxNumber } from './callees.ts';
import { LiveCall } from './live-call.tsx';
import { START } from './words.ts';

type Template = ResponseOf<'QueryUVMSTemplate'>['Data'][number];
/** Status of an approved template. */
const APPROVED = 2;

interface Draft {
  readonly TemplateId: string;
  readonly Callee: Callee;
  readonly CalledNumber: string;
  readonly Values?: readonly string[];
}

/** One message from the form to what the callee heard. */
export function SendTest() {
  const say = useWords(START);
  const templates = useAsk('QueryUVMSTemplate', { Status: APPROVED, NumPerPage: 100, ...useProject() });
  const status = useAsk('GetUVMSServiceStatus', {});
  const [sessionNo, setSessionNo] = useState<string>();
  const card = useRef<HTMLDivElement>(null);
  // Form and call take each other's place: the keyboard goes on from their card, not from the top of the page.
  const show = (no?: string) => {
    arriveAt(card.current);
    setSessionNo(no);
  };
  // The form is another one where calls are real: nothing is drawn before that is known.
  if (status.isPending || templates.isPending) return <Loading />;
  const sandbox = status.data?.Sandbox ?? false;
  return (
    <Card ref={card} id="send-test" title={say('sendTest')}>
      <Typography.Paragraph type="secondary">
        {say(sandbox ? 'sendTestIntro' : 'sendTestReal')}
      </Typography.Paragraph>
      <Failure error={templates.error} onRetry={() => templates.refetch()} />
      {templates.data?.Data.length === 0 && (
        <Empty description={say('noTemplate')}>
          <Link to="/templates">{say('createTemplate')}</Link>
        </Empty>
      )}
      {sessionNo ? (
        <LiveCall sessionNo={sessionNo} sandbox={sandbox} onAgain={() => show()} />
      ) : (
        templates.data &&
        templates.data.Data.length > 0 && (
          <SendForm templates={templates.data.Data} sandbox={sandbox} onSent={show} />
        )
      )}
    </Card>
  );
}

interface SendFormProps {
  readonly templates: readonly Template[];
  readonly sandbox: boolean;
  onSent(sessionNo: string): void;
}

function SendForm({ templates, sandbox, onSent }: SendFormProps) {
  const say = useWords(START);
  const project = useProject();
  const client = useQueryClient();
  const [form] = Form.useForm<Draft>();
  const templateId = Form.useWatch('TemplateId', form);
  const values = Form.useWatch('Values', form);
  const template = templates.find(({ TemplateId }) => TemplateId === templateId) ?? templates[0];
  const send = useAct('SendUVMSMessage');
  const dryRun = useAct('SendUVMSMessage');

  const requestOf = (draft: Draft): RequestOf<'SendUVMSMessage'> => ({
    TemplateId: draft.TemplateId,
    CalledNumber: sandbox ? sandboxNumber(draft.Callee) : draft.CalledNumber,
    TemplateParams: [...(draft.Values ?? [])],
    ...project,
  });

  const onFinish = (draft: Draft) =>
    send.mutate(requestOf(draft), {
      onSuccess: ({ SessionNo }) => {
        onSent(SessionNo);
        outdate(client, ['QueryUVMSServiceGuide', 'GetBalance', 'GetUVMSSendRecord']);
      },
    });

  return (
    <Form<Draft>
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={onFinish}
      initialValues={{ TemplateId: template?.TemplateId, Callee: '0200' }}
    >
      <Flex gap={12} wrap>
        <Form.Item name="TemplateId" label={say('template')} style={{ flex: '2 1 220px', minWidth: 0 }}>
          <Select
            options={templates.map(({ TemplateId, Name }) => ({
              value: TemplateId,
              label: `${Name} (${TemplateId})`,
            }))}
          />
        </Form.Item>
        {sandbox ? (
          <Form.Item name="Callee" label={say('outcome')} style={{ flex: '1 1 160px', minWidth: 0 }}>
            <Select options={CALLEES.map((callee) => ({ value: callee, label: say(`callee-${callee}`) }))} />
          </Form.Item>
        ) : (
          <Form.Item
            name="CalledNumber"
            label={say('calledNumber')}
            style={{ flex: '1 1 160px', minWidth: 0 }}
            rules={[{ required: true }]}
          >
            <Input inputMode="tel" autoComplete="off" />
          </Form.Item>
        )}
      </Flex>
      {template && <Variables key={template.TemplateId} template={template} />}
      {template && (
        <Form.Item label={say('words')}>
          <Typography.Text>{spoken(template.Content, values)}</Typography.Text>
        </Form.Item>
      )}
      <Failure error={send.error ?? dryRun.error} />
      <Flex gap={8}>
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {say('send')}
        </Button>
        <Tooltip title={say('dryRunHint')}>
          <Button
            loading={dryRun.isPending}
            onClick={() =>
              form.validateFields().then((draft) => dryRun.mutate({ ...requestOf(draft), DryRun: true }))
            }
          >
            {say('dryRun')}
          </Button>
        </Tooltip>
      </Flex>
      {dryRun.data?.DryRun && <Verdict verdict={dryRun.data.DryRun} />}
    </Form>
  );
}

function Variables({ template }: { template: Template }) {
  const say = useWords(START);
  const isCode = template.Purpose === 1;
  return (
    <Flex gap={12} wrap>
      {Array.from({ length: template.Variables }, (_, index) => (
        <Form.Item
          // biome-ignore lint/suspicious/noArrayIndexKey: a variable is its number
          key={index}
          name={['Values', index]}
          label={say('variable', { number: `{${index + 1}}` })}
          initialValue={isCode ? '3A90F1' : ''}
          rules={[{ required: true }]}
          style={{ flex: '1 1 120px' }}
        >
          <Input maxLength={isCode ? 6 : 200} />
        </Form.Item>
      ))}
    </Flex>
  );
}

function Verdict({ verdict }: { verdict: NonNullable<ResponseOf<'SendUVMSMessage'>['DryRun']> }) {
  const say = useWords(START);
  const message = useWords(MESSAGE);
  const { Cost: cost } = verdict;
  const price = cost
    ? cost.Source === 'package'
      ? message('byPackage', { count: cost.Count })
      : formatYuan(cost.Amount)
    : '';
  return (
    <div style={{ marginTop: 16 }}>
      <Alert
        type={verdict.WouldSend ? 'success' : 'warning'}
        showIcon
        title={verdict.WouldSend ? say('wouldSend', { cost: price }) : say('wouldNotSend')}
        description={verdict.Reason || undefined}
        style={{ marginBottom: 8 }}
      />
      <DecisionTrail decisions={verdict.Decisions} />
    </div>
  );
}

/** The template with the values in the places of its variables; those not filled in yet stay. */
function spoken(content: string, values: readonly string[] = []): string {
  return content.replace(/\{(\d+)\}/g, (place, number: string) => values[Number(number) - 1] || place);
}
