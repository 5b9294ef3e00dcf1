import { App, Button, Checkbox, Flex, Form, Input, Radio } from 'antd';
import { useAct } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { formatMoment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { TASK_STALE, type Task } from './task-rules.ts';
import { TASKS } from './words.ts';

interface Draft {
  readonly When: 'now' | 'at';
  /** As the browser's field gives it, in the viewer's zone: `2026-03-10T09:00`. */
  readonly At?: string;
  readonly GoodRowsOnly?: boolean;
}

/** Starts a task, now or at a time, after what it comes to was said. */
export function StartForm({ task, count, cost }: { task: Task; count: number; cost: string }) {
  const say = useWords(TASKS);
  const common = useWords(COMMON);
  const language = useLanguage();
  const { modal, message } = App.useApp();
  const [form] = Form.useForm<Draft>();
  const when = Form.useWatch('When', form);
  const start = useAct('StartUVMSTask', TASK_STALE);

  const onFinish = ({ When, At = '', GoodRowsOnly = false }: Draft) => {
    const at = When === 'at' ? Date.parse(At) : undefined;
    const run = () =>
      start.mutateAsync({
        TaskNo: task.TaskNo,
        GoodRowsOnly,
        ...(at === undefined ? {} : { StartTime: Math.floor(at / 1000) }),
      });
    modal.confirm({
      title: say('startSure', { count, cost }),
      okText: common('confirm'),
      cancelText: common('cancel'),
      onOk: () =>
        run().then(
          () =>
            message.success(
              at === undefined
                ? say('started')
                : say('scheduledFor', { time: formatMoment(at, language, 'minute') }),
            ),
          // What is said against it stands above the button.
          () => undefined,
        ),
    });
  };

  return (
    <Form<Draft>
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={onFinish}
      initialValues={{ When: 'now' }}
    >
      {task.BadRows > 0 && (
        <Form.Item
          name="GoodRowsOnly"
          valuePropName="checked"
          rules={[
            {
              validator: async (_rule, ticked: boolean) => {
                if (!ticked) throw new Error(common('required'));
              },
            },
          ]}
        >
          <Checkbox>{say('goodRowsOnly', { count: task.Total, bad: task.BadRows })}</Checkbox>
        </Form.Item>
      )}
      <Flex gap={16} wrap align="flex-end">
        <Form.Item name="When" style={{ marginBottom: 12 }}>
          <Radio.Group
            options={[
              { value: 'now', label: say('startNow') },
              { value: 'at', label: say('startAt') },
            ]}
          />
        </Form.Item>
        {when === 'at' && (
          <Form.Item
            name="At"
            label={say('startTime')}
            rules={[{ required: true, message: common('required') }]}
            style={{ marginBottom: 12 }}
          >
            <Input type="datetime-local" />
          </Form.Item>
        )}
      </Flex>
      <Failure error={start.error} />
      <Button type="primary" htmlType="submit" loading={start.isPending}>
        {say('startTitle')}
      </Button>
    </Form>
  );
}
