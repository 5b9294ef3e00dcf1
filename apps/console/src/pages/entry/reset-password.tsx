import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useAct } from '../../api/ask.ts';
import { Failure } from '../../components/failure.tsx';
import { COMMON } from '../../words/common.ts';
import { useWords } from '../../words/language.ts';
import { EntryFrame } from './entry-frame.tsx';
import { takeLinkToken } from './link-token.ts';
import { ENTRY } from './words.ts';

/** Where the link of a password reset leads. */
export function Page() {
  const say = useWords(ENTRY);
  const required = { required: true, message: useWords(COMMON)('required') };
  const [token] = useState(takeLinkToken);
  const reset = useAct('ResetPassword');
  const navigate = useNavigate();
  const { message } = App.useApp();
  return (
    <EntryFrame title={say('resetPassword')}>
      <Failure error={reset.error} />
      <Form<{ Token: string; Password: string }>
        layout="vertical"
        requiredMark={false}
        initialValues={{ Token: token }}
        onFinish={(values) =>
          reset.mutate(values, {
            onSuccess: () => {
              message.success(say('passwordSet'));
              navigate('/login');
            },
          })
        }
      >
        <Form.Item name="Token" label={say('token')} rules={[required]} hidden={token !== ''}>
          <Input autoComplete="off" className="mono" />
        </Form.Item>
        <Form.Item name="Password" label={say('newPassword')} extra={say('passwordHint')} rules={[required]}>
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={reset.isPending}>
          {say('resetPassword')}
        </Button>
      </Form>
    </EntryFrame>
  );
}
