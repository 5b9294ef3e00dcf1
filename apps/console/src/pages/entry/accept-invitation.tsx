import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useAct } from '../../api/ask.ts';
import { Failure } from '../../components/failure.tsx';
import { COMMON } from '../../words/common.ts';
import { useLanguage, useWords } from '../../words/language.ts';
import { EntryFrame } from './entry-frame.tsx';
import { takeLinkToken } from './link-token.ts';
import { ENTRY } from './words.ts';

/** Where the link of an invitation leads, for members and staff alike. */
export function Page() {
  const say = useWords(ENTRY);
  const required = { required: true, message: useWords(COMMON)('required') };
  const language = useLanguage();
  const [token] = useState(takeLinkToken);
  const accept = useAct('AcceptInvitation');
  const navigate = useNavigate();
  const { message } = App.useApp();
  return (
    <EntryFrame title={say('acceptInvitation')} intro={say('acceptIntro')}>
      <Failure error={accept.error} />
      <Form<{ Token: string; Password: string; Name?: string }>
        layout="vertical"
        requiredMark={false}
        initialValues={{ Token: token }}
        onFinish={(values) =>
          accept.mutate(
            { ...values, Language: language },
            {
              onSuccess: ({ Realm }) => {
                message.success(say('passwordSet'));
                navigate(Realm === 'operator' ? '/operator-login' : '/login');
              },
            },
          )
        }
      >
        <Form.Item name="Token" label={say('token')} rules={[required]} hidden={token !== ''}>
          <Input autoComplete="off" className="mono" />
        </Form.Item>
        <Form.Item name="Name" label={say('personName')}>
          <Input autoComplete="name" maxLength={64} />
        </Form.Item>
        <Form.Item name="Password" label={say('password')} extra={say('passwordHint')} rules={[required]}>
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        <Button type="primary" htmlType="submit" block loading={accept.isPending}>
          {say('acceptInvitation')}
        </Button>
      </Form>
    </EntryFrame>
  );
}
