import { Alert, Button, Form, Input } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useAct } from '../../api/ask.ts';
import { Failure } from '../../components/failure.tsx';
import { COMMON } from '../../words/common.ts';
import { useWords } from '../../words/language.ts';
import { EntryFrame } from './entry-frame.tsx';
import { ENTRY } from './words.ts';

/** Has a link mailed by which a new password is set. */
export function Page() {
  const say = useWords(ENTRY);
  const required = { required: true, message: useWords(COMMON)('required') };
  const [query] = useSearchParams();
  const realm = query.get('realm') === 'operator' ? 'operator' : 'customer';
  const request = useAct('RequestPasswordReset');
  return (
    <EntryFrame title={say('forgot')} intro={say('forgotIntro')}>
      <Failure error={request.error} />
      {request.isSuccess ? (
        <Alert type="success" showIcon title={say('linkSent')} style={{ marginBottom: 16 }} />
      ) : (
        <Form<{ Email: string }>
          layout="vertical"
          requiredMark={false}
          onFinish={({ Email }) => request.mutate({ Email, Realm: realm })}
        >
          <Form.Item name="Email" label={say('email')} rules={[required]}>
            <Input autoFocus autoComplete="username" inputMode="email" />
          </Form.Item>
          <Form.Item>
            <Button type="primary" htmlType="submit" block loading={request.isPending}>
              {say('sendLink')}
            </Button>
          </Form.Item>
        </Form>
      )}
      <Link to={realm === 'operator' ? '/operator-login' : '/login'}>{say('logIn')}</Link>
    </EntryFrame>
  );
}
