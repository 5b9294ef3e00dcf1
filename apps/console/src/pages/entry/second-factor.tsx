import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { Failure } from '../../components/failure.tsx';
import { useWords } from '../../words/language.ts';
import { EntryFrame } from './entry-frame.tsx';
import { ENTRY } from './words.ts';

interface SecondFactorProps {
  readonly error: unknown;
  readonly pending: boolean;
  onBack(): void;
  onProof(proof: { TotpCode: string } | { RecoveryCode: string }): void;
}

/** Asks for the six digits of the authenticator app, or for a recovery code. */
export function SecondFactor({ error, pending, onBack, onProof }: SecondFactorProps) {
  const say = useWords(ENTRY);
  const [recovery, setRecovery] = useState(false);
  return (
    <EntryFrame title={say('secondFactor')} intro={recovery ? '' : say('secondFactorIntro')}>
      <Failure error={error} />
      <Form layout="vertical" requiredMark={false} onFinish={onProof} key={String(recovery)}>
        {recovery ? (
          <Form.Item name="RecoveryCode" label={say('recoveryCode')} rules={[{ required: true }]}>
            <Input autoFocus autoComplete="off" className="mono" />
          </Form.Item>
        ) : (
          <Form.Item name="TotpCode" label={say('totpCode')} rules={[{ required: true, pattern: /^\d{6}$/ }]}>
            <Input
              autoFocus
              autoComplete="one-time-code"
              inputMode="numeric"
              maxLength={6}
              className="mono"
            />
          </Form.Item>
        )}
        <Form.Item>
          <Button type="primary" htmlType="submit" block loading={pending}>
            {say('logIn')}
          </Button>
        </Form.Item>
      </Form>
      <Button type="link" style={{ padding: 0 }} onClick={() => setRecovery(!recovery)}>
        {say(recovery ? 'useTotp' : 'useRecovery')}
      </Button>
      <br />
      <Button type="link" style={{ padding: 0 }} onClick={onBack}>
        {say('back')}
      </Button>
    </EntryFrame>
  );
}
