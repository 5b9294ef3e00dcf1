import { App, Button, Card, Form, Input } from 'antd';
import { useAct } from '../../api/ask.ts';
import { COMMON } from '../../words/common.ts';
import { useWords } from '../../words/language.ts';
import { Failure } from '../failure.tsx';
import { SECURITY } from './words.ts';

/** Changes one's own password. */
export function PasswordCard() {
  const say = useWords(SECURITY);
  const required = { required: true, message: useWords(COMMON)('required') };
  const { message } = App.useApp();
  const change = useAct('ChangePassword', ['ListSessions']);
  const [form] = Form.useForm<{ Password: string; NewPassword: string }>();
  return (
    <Card size="small" title={say('password')}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        style={{ maxWidth: 360 }}
        onFinish={(values) =>
          change.mutate(values, {
            onSuccess: () => {
              message.success(say('passwordChanged'));
              form.resetFields();
            },
          })
        }
      >
        <Form.Item name="Password" label={say('passwordNow')} rules={[required]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="NewPassword"
          label={say('passwordNew')}
          extra={say('passwordHint')}
          rules={[required]}
        >
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        <Failure error={change.error} />
        <Button htmlType="submit" loading={change.isPending}>
          {say('password')}
        </Button>
      </Form>
    </Card>
  );
}
