import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Divider, Flex, Form, Input } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { call, type Realm, Refusal } from '../../api/call.ts';
import { Failure } from '../../components/failure.tsx';
import { COMMON } from '../../words/common.ts';
import { useWords } from '../../words/language.ts';
import { EntryFrame } from './entry-frame.tsx';
import { keepTicket } from './oidc-ticket.ts';
import { SecondFactor } from './second-factor.tsx';
import { ENTRY } from './words.ts';

/** RetCode of a log-in that waits for the second factor. */
const SECOND_FACTOR_NEEDED = 18108;

interface Credentials {
  readonly Email: string;
  readonly Password: string;
}

/** Logs somebody in, and leads to where they wanted to go. */
export function LogInPage({ realm }: { realm: Realm }) {
  const say = useWords(ENTRY);
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>();
  const [waiting, setWaiting] = useState<Credentials>();

  async function logIn(request: Credentials & { TotpCode?: string; RecoveryCode?: string }) {
    setPending(true);
    setError(undefined);
    try {
      await call(realm, realm === 'operator' ? 'OperatorLogin' : 'Login', { ...request, Cookie: true });
      client.clear();
      await navigate(wayBack(query.get('return'), realm));
    } catch (failure) {
      if (failure instanceof Refusal && failure.retCode === SECOND_FACTOR_NEEDED) setWaiting(request);
      else setError(failure);
    } finally {
      setPending(false);
    }
  }

  async function singleSignOn() {
    try {
      const { Url, Ticket } = await call(realm, 'BeginOidcLogin', { Realm: realm });
      keepTicket({ ticket: Ticket, wayBack: wayBack(query.get('return'), realm) });
      location.assign(Url);
    } catch (failure) {
      setError(failure);
    }
  }

  if (waiting) {
    return (
      <SecondFactor
        error={error}
        pending={pending}
        onBack={() => {
          setError(undefined);
          setWaiting(undefined);
        }}
        onProof={(proof) => logIn({ ...waiting, ...proof })}
      />
    );
  }
  const isStaff = realm === 'operator';
  return (
    <EntryFrame
      title={say(isStaff ? 'operatorLogIn' : 'logIn')}
      intro={say(isStaff ? 'operatorLogInIntro' : 'logInIntro')}
    >
      {query.has('ended') && !error && (
        <Alert type="info" showIcon title={say('ended')} style={{ marginBottom: 16 }} />
      )}
      <Failure error={error} />
      <LogInForm pending={pending} onLogIn={logIn} />
      <Flex justify="space-between" wrap gap={8}>
        <Link to={isStaff ? '/forgot-password?realm=operator' : '/forgot-password'}>{say('forgot')}</Link>
        {!isStaff && <Link to="/register">{say('register')}</Link>}
      </Flex>
      <Divider style={{ margin: '16px 0 8px' }} />
      <Flex justify="space-between" wrap gap={8}>
        <Button type="link" style={{ padding: 0 }} onClick={singleSignOn}>
          {say('singleSignOn')}
        </Button>
        <Link to={isStaff ? '/login' : '/operator-login'} style={{ lineHeight: '32px' }}>
          {say(isStaff ? 'toCustomer' : 'toOperator')}
        </Link>
      </Flex>
    </EntryFrame>
  );
}

function LogInForm({ pending, onLogIn }: { pending: boolean; onLogIn(credentials: Credentials): void }) {
  const say = useWords(ENTRY);
  const required = useWords(COMMON)('required');
  return (
    <Form layout="vertical" requiredMark={false} onFinish={onLogIn}>
      <Form.Item name="Email" label={say('email')} rules={[{ required: true, message: required }]}>
        <Input autoFocus autoComplete="username" inputMode="email" />
      </Form.Item>
      <Form.Item name="Password" label={say('password')} rules={[{ required: true, message: required }]}>
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Form.Item>
        <Button type="primary" htmlType="submit" block loading={pending}>
          {say('logIn')}
        </Button>
      </Form.Item>
    </Form>
  );
}

/** Only a path of this console is gone back to: an address from outside could lead anywhere. */
function wayBack(wanted: string | null, realm: Realm): string {
  if (wanted && /^\/(?![/\\])/.test(wanted)) return wanted;
  return realm === 'operator' ? '/operator' : '/';
}
