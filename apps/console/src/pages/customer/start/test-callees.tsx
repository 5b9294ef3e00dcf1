import type { ResponseOf } from '@herald/contract';
import { App, Flex, Form, Input, Modal, Typography } from 'antd';
import { useState } from 'react';
import { useAct, useAsk } from '../../../api/ask.ts';
import { FormButton } from '../../../components/act.tsx';
import { Failure } from '../../../components/failure.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { START } from './words.ts';

type Answer = ResponseOf<'ListUVMSTestCallees'>;
type Callee = Answer['Data'][number];
type Template = Answer['Templates'][number];

const STALE = ['ListUVMSTestCallees'] as const;
const PHONE = '+8613800000200';

/** 4.3.4: whom one may ring before the first template is approved, with what the platform provides. */
export function Page() {
  const say = useWords(START);
  const common = useWords(COMMON);
  const callees = useAsk('ListUVMSTestCallees', {});
  const [proof, setProof] = useState<string>();
  const phone = { name: 'PhoneNumber', label: say('ownPhone'), required: true, placeholder: PHONE };
  return (
    <>
      <PageHead title={say('testCallees')} intro={say('testCalleesIntro')}>
        <FormButton
          action="DeleteUVMSTestCallee"
          label={say('dropCallee')}
          intro={say('dropCalleeIntro')}
          size="middle"
          stale={STALE}
          fields={[phone]}
        />
        <FormButton
          action="CreateUVMSTestCallee"
          label={say('addCallee')}
          intro={say('addCalleeIntro')}
          type="primary"
          size="middle"
          said={say('ringing')}
          fields={[phone]}
          onDone={({ Proof }) => setProof(Proof)}
        />
      </PageHead>
      <Flex vertical gap={16}>
        <Rows<Answer, Callee>
          answer={callees}
          rows={({ Data }) => Data}
          rowKey={({ Phone, VerifyTime }) => `${Phone} ${VerifyTime}`}
          empty={say('noCallees')}
          columns={[
            { title: say('ownPhone'), dataIndex: 'Phone', className: 'number' },
            { title: say('remark'), dataIndex: 'Remark', className: 'wrap' },
            {
              title: say('proved'),
              dataIndex: 'VerifyTime',
              render: (at: number) => <Moment at={at} precision="minute" />,
            },
          ]}
        />
        <Rows<Answer, Template>
          answer={callees}
          title={say('testTemplates')}
          rows={({ Templates }) => Templates}
          rowKey="TemplateId"
          columns={[
            { title: common('name'), dataIndex: 'Name' },
            {
              title: 'TemplateId',
              dataIndex: 'TemplateId',
              className: 'mono',
              render: (id: string) => <Typography.Text copyable>{id}</Typography.Text>,
            },
            { title: say('content'), dataIndex: 'Content', className: 'wrap' },
          ]}
        />
      </Flex>
      {proof !== undefined && <Prove proof={proof} onClose={() => setProof(undefined)} />}
    </>
  );
}

/** Takes the code that the number's owner has heard. */
function Prove({ proof, onClose }: { proof: string; onClose(): void }) {
  const say = useWords(START);
  const common = useWords(COMMON);
  const { message } = App.useApp();
  const verify = useAct('VerifyUVMSTestCallee', STALE);
  const [form] = Form.useForm<{ Code: string; Remark: string }>();
  const send = ({ Code, Remark }: { Code: string; Remark: string }) =>
    verify.mutate(
      { Proof: proof, Code: Code.trim(), ...(Remark ? { Remark } : {}) },
      {
        onSuccess: () => {
          message.success(common('done'));
          onClose();
        },
      },
    );
  return (
    <Modal
      open
      title={say('addCallee')}
      okText={common('submit')}
      cancelText={common('cancel')}
      confirmLoading={verify.isPending}
      onCancel={onClose}
      onOk={form.submit}
    >
      <Typography.Paragraph>{say('codeSpoken')}</Typography.Paragraph>
      <Failure error={verify.error} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={send} initialValues={{ Remark: '' }}>
        <Form.Item
          name="Code"
          label={common('code')}
          rules={[{ required: true, whitespace: true, message: common('required') }]}
        >
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={16} />
        </Form.Item>
        <Form.Item name="Remark" label={say('remark')}>
          <Input maxLength={100} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
