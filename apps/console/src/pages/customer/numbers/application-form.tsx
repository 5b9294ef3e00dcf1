import { NUMBER_KINDS, type NumberKind, type RequestOf, VANITY_PATTERNS } from '@herald/contract';
import { App, Button, Card, Flex, Form, InputNumber, Radio, Select } from 'antd';
import { useNavigate } from 'react-router';
import { useAct, useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { useProject } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { LineFields } from './line-fields.tsx';
import { linesOf, type WantedLine, writtenLine } from './line-rules.ts';
import { APPLICATION_STALE, type Application } from './states.tsx';
import { NUMBERS } from './words.ts';

interface Draft {
  readonly Kind: NumberKind;
  readonly TemplateIds: string[];
  readonly PeakConcurrency: number;
  readonly DailyMinutes: number;
  readonly AverageSeconds: number;
  readonly Lines: WantedLine[];
}

/** Status of an approved template. */
const APPROVED = 2;
const KINDS = ['landline', 'vanity', '95', '1010'] as const satisfies readonly NumberKind[];

/** What is wanted: kind, what will be said, traffic, and line by line which numbers. */
export function ApplicationForm({
  application,
  onSaved,
}: {
  application: Application | undefined;
  onSaved?(): void;
}) {
  const say = useWords(NUMBERS);
  const common = useWords(COMMON);
  const language = useLanguage();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [form] = Form.useForm<Draft>();
  const kind = Form.useWatch('Kind', form) ?? application?.Kind ?? 'landline';
  const templates = useAsk('QueryUVMSTemplate', { Status: APPROVED, NumPerPage: 100, ...useProject() });
  const apply = useAct('ApplyUVMSNumber', APPLICATION_STALE);
  const update = useAct('UpdateUVMSNumberApplication', APPLICATION_STALE);
  const submit = useAct('SubmitUVMSNumberApplication', APPLICATION_STALE);
  const pending = apply.isPending || update.isPending || submit.isPending;

  async function save(thenSubmit: boolean) {
    const { Lines, ...draft } = await form.validateFields();
    const request: RequestOf<'ApplyUVMSNumber'> = {
      ...draft,
      Lines: Lines.map((line) => writtenLine(line, draft.Kind)),
    };
    try {
      if (application) {
        const { ApplicationId } = application;
        await update.mutateAsync({ ApplicationId, ...request });
        if (thenSubmit) await submit.mutateAsync({ ApplicationId });
        onSaved?.();
      } else {
        const made = await apply.mutateAsync({ ...request, Submit: thenSubmit });
        navigate(`/numbers/applications/${made.ApplicationId}`, { replace: true });
      }
    } catch {
      return; // Shown above the buttons.
    }
    message.success(thenSubmit ? say('submitted') : common('saved'));
  }

  const needed = { required: true, message: common('required') } as const;
  return (
    <Card size="small">
      <Form<Draft>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{
          Kind: application?.Kind ?? 'landline',
          TemplateIds: application?.TemplateIds ?? [],
          PeakConcurrency: application?.PeakConcurrency ?? 10,
          DailyMinutes: application?.DailyMinutes ?? 100,
          AverageSeconds: application?.AverageSeconds ?? 20,
          Lines: linesOf(application?.Lines),
        }}
      >
        <Form.Item name="Kind" label={say('kind')}>
          <Radio.Group
            options={KINDS.map((value) => ({
              value,
              label: NUMBER_KINDS[value][language],
            }))}
          />
        </Form.Item>
        <Form.Item
          name="TemplateIds"
          label={say('templates')}
          extra={say('templatesHint')}
          rules={[needed]}
          style={{ maxWidth: 640 }}
        >
          <Select
            mode="multiple"
            maxCount={10}
            options={(templates.data?.Data ?? []).map(({ TemplateId, Name }) => ({
              value: TemplateId,
              label: Name,
            }))}
          />
        </Form.Item>
        <Flex gap={16} wrap>
          <Form.Item name="PeakConcurrency" label={say('peak')} rules={[needed]}>
            <InputNumber min={1} max={10_000} precision={0} />
          </Form.Item>
          <Form.Item name="DailyMinutes" label={say('minutes')} rules={[needed]}>
            <InputNumber min={100} max={10_000_000} step={100} precision={0} />
          </Form.Item>
          <Form.Item name="AverageSeconds" label={say('seconds')} rules={[needed]}>
            <InputNumber min={1} max={3600} precision={0} />
          </Form.Item>
        </Flex>
        <LineFields kind={kind} patterns={VANITY_PATTERNS} />
        <Failure error={templates.error ?? apply.error ?? update.error ?? submit.error} />
        <Flex gap={8}>
          <Button type="primary" loading={pending} onClick={() => save(true)}>
            {say('submit')}
          </Button>
          <Button loading={pending} onClick={() => save(false)}>
            {say('saveDraft')}
          </Button>
        </Flex>
      </Form>
    </Card>
  );
}
