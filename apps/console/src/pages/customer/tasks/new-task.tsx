import { Button, Card, Empty, Flex, Form, Steps } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useAct, useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { useProject } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { HowFields, type RetryKind } from './how-fields.tsx';
import { TASK_STALE } from './task-rules.ts';
import type { Template } from './template.ts';
import { WhatFields } from './what-fields.tsx';
import { TASKS } from './words.ts';

/** What is filled in. */
interface Draft {
  readonly Name: string;
  readonly TemplateId: string;
  readonly FileId: string;
  readonly SkipDuplicates: boolean;
  /** Empty: random numbers. */
  readonly FromNumber: string;
  readonly DispatchRule: 0 | 1;
  readonly RetryOn: RetryKind[];
  readonly RetryCount: number;
  readonly RetryMinutes: number;
  readonly SameShowNumber: boolean;
}

/** Status of an approved template. */
const APPROVED = 2;
const MINUTE = 60;

/** A task from its words to its retries; what was imported is checked and started on the task's own page. */
export function Page() {
  const say = useWords(TASKS);
  const templates = useAsk('QueryUVMSTemplate', { Status: APPROVED, NumPerPage: 100, ...useProject() });
  return (
    <>
      <PageHead title={say('create')} intro={say('intro')} />
      <Failure error={templates.error} onRetry={() => templates.refetch()} />
      {templates.isPending && <Loading />}
      {templates.data &&
        (templates.data.Data.length === 0 ? (
          <Empty description={say('noTemplate')}>
            <Link to="/templates">{say('toTemplates')}</Link>
          </Empty>
        ) : (
          <Wizard templates={templates.data.Data} />
        ))}
    </>
  );
}

function Wizard({ templates }: { templates: readonly Template[] }) {
  const say = useWords(TASKS);
  const project = useProject();
  const navigate = useNavigate();
  const [form] = Form.useForm<Draft>();
  const [step, setStep] = useState<0 | 1>(0);
  const create = useAct('CreateUVMSTask', TASK_STALE);

  const onFinish = () => {
    // Fields of the step before are in the form, but not in view.
    const { FromNumber, RetryMinutes, RetryOn, RetryCount, ...draft } = form.getFieldsValue(true) as Draft;
    const retries = RetryOn.length > 0 ? RetryCount : 0;
    create.mutate(
      {
        ...draft,
        Name: draft.Name.trim(),
        RetryOn,
        RetryCount: retries,
        RetryInterval: RetryMinutes * MINUTE,
        ...(FromNumber ? { FromNumber } : {}),
        ...project,
      },
      { onSuccess: ({ TaskNo }) => navigate(`/tasks/${TaskNo}`, { replace: true }) },
    );
  };

  return (
    <Card>
      <Steps
        size="small"
        current={step}
        items={[{ title: say('stepWhat') }, { title: say('stepHow') }, { title: say('stepCheck') }]}
        style={{ marginBottom: 24 }}
      />
      <Form<Draft>
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={step === 0 ? () => setStep(1) : onFinish}
        initialValues={{
          Name: '',
          TemplateId: templates[0]?.TemplateId,
          SkipDuplicates: true,
          FromNumber: '',
          DispatchRule: 0,
          RetryOn: [],
          RetryCount: 2,
          RetryMinutes: 10,
          SameShowNumber: true,
        }}
        style={{ maxWidth: 720 }}
      >
        <div hidden={step !== 0}>
          <WhatFields templates={templates} />
        </div>
        {step === 1 && <HowFields />}
        <Failure error={create.error} />
        <Flex gap={8}>
          {step === 1 && <Button onClick={() => setStep(0)}>{say('back')}</Button>}
          <Button type="primary" htmlType="submit" loading={create.isPending}>
            {say(step === 0 ? 'forward' : 'createAndCheck')}
          </Button>
        </Flex>
      </Form>
    </Card>
  );
}
