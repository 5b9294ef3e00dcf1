import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useAct } from '../../api/ask.ts';
import { Failure } from '../../components/failure.tsx';
import { COMMON } from '../../words/common.ts';
import { useLanguage, useWords } from '../../words/language.ts';
import { EntryFrame } from './entry-frame.tsx';
import { ENTRY } from './words.ts';

interface Registration {
  readonly Email: string;
  readonly Password: string;
  readonly AccountName: string;
  readonly Name?: string;
}

/** Registers an account: first who, then the code that was mailed. */
export function Page() {
  const say = useWords(ENTRY);
  const required = { required: true, message: useWords(COMMON)('required') };
  const language = useLanguage();
  const register = useAct('Register');
  const [email, setEmail] = useState('');
  if (register.data) {
    return <Verify registrationId={register.data.RegistrationId} email={email} />;
  }
  return (
    <EntryFrame title={say('register')} intro={say('registerIntro')}>
      <Failure error={register.error} />
      <Form<Registration>
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => {
          setEmail(values.Email);
          register.mutate({ ...values, Language: language });
        }}
      >
        <Form.Item name="AccountName" label={say('accountName')} rules={[required]}>
          <Input autoFocus autoComplete="organization" maxLength={128} />
        </Form.Item>
        <Form.Item name="Name" label={say('personName')}>
          <Input autoComplete="name" maxLength={64} />
        </Form.Item>
        <Form.Item name="Email" label={say('email')} rules={[required]}>
          <Input autoComplete="username" inputMode="email" maxLength={254} />
        </Form.Item>
        <Form.Item name="Password" label={say('password')} extra={say('passwordHint')} rules={[required]}>
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        <Form.Item>
          <Button type="primary" htmlType="submit" block loading={register.isPending}>
            {say('next')}
          </Button>
        </Form.Item>
      </Form>
      <Link to="/login">{say('haveAccount')}</Link>
    </EntryFrame>
  );
}

function Verify({ registrationId, email }: { registrationId: string; email: string }) {
  const say = useWords(ENTRY);
  const required = { required: true, message: useWords(COMMON)('required') };
  const { message } = App.useApp();
  const navigate = useNavigate();
  const verify = useAct('VerifyEmail');
  const resend = useAct('ResendEmailCode');
  return (
    <EntryFrame title={say('verify')} intro={say('verifyIntro', { email })}>
      <Failure error={verify.error ?? resend.error} />
      <Form<{ Code: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={({ Code }) =>
          verify.mutate(
            { RegistrationId: registrationId, Code: Code.trim() },
            {
              onSuccess: () => {
                message.success(say('registered'));
                navigate('/login');
              },
            },
          )
        }
      >
        <Form.Item name="Code" label={say('emailCode')} rules={[required]}>
          <Input autoFocus autoComplete="one-time-code" inputMode="numeric" maxLength={6} className="mono" />
        </Form.Item>
        <Form.Item>
          <Button type="primary" htmlType="submit" block loading={verify.isPending}>
            {say('verify')}
          </Button>
        </Form.Item>
      </Form>
      <Button
        type="link"
        style={{ padding: 0 }}
        loading={resend.isPending}
        onClick={() =>
          resend.mutate(
            { RegistrationId: registrationId },
            { onSuccess: () => message.success(say('resent')) },
          )
        }
      >
        {say('resend')}
      </Button>
    </EntryFrame>
  );
}
