import { App, Button, Card, Flex, Form, Input, QRCode, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useAct } from '../../api/ask.ts';
import { useMe } from '../../shell/me.ts';
import { COMMON } from '../../words/common.ts';
import { useWords } from '../../words/language.ts';
import { Failure } from '../failure.tsx';
import { SECURITY } from './words.ts';

const STALE = ['GetMe'] as const;

/** The second factor: on by a first code of the app, off or renewed by the password. */
export function SecondFactorCard() {
  const say = useWords(SECURITY);
  const { TotpEnabled: on, RecoveryCodesLeft: left } = useMe();
  return (
    <Card
      size="small"
      title={say('secondFactor')}
      extra={<Tag color={on ? 'success' : 'default'}>{say(on ? 'on' : 'off')}</Tag>}
    >
      <Typography.Paragraph type="secondary">
        {say('totpIntro')} {on && say('totpLeft', { count: left })}
      </Typography.Paragraph>
      {on ? <WhenOn /> : <WhenOff />}
    </Card>
  );
}

function useShowCodes(): (codes: readonly string[]) => void {
  const say = useWords(SECURITY);
  const { modal } = App.useApp();
  return (codes) =>
    modal.success({
      title: say('recoveryCodes'),
      content: (
        <>
          <Typography.Paragraph>{say('recoveryHint')}</Typography.Paragraph>
          <Typography.Paragraph copyable={{ text: codes.join('\n') }} className="mono">
            {codes.map((code) => (
              <span key={code}>
                {code}
                <br />
              </span>
            ))}
          </Typography.Paragraph>
        </>
      ),
    });
}

/** Asks for the password, which all of these take. */
function WithPassword({
  label,
  pending,
  error,
  danger = false,
  onPassword,
}: {
  label: string;
  pending: boolean;
  error: unknown;
  danger?: boolean;
  onPassword(password: string): void;
}) {
  const say = useWords(SECURITY);
  const required = { required: true, message: useWords(COMMON)('required') };
  return (
    <>
      <Form<{ Password: string }>
        layout="inline"
        onFinish={({ Password }) => onPassword(Password)}
        style={{ rowGap: 8, marginBottom: 8 }}
      >
        <Form.Item name="Password" rules={[required]}>
          <Input.Password
            aria-label={say('passwordNow')}
            placeholder={say('passwordNow')}
            autoComplete="current-password"
          />
        </Form.Item>
        <Button htmlType="submit" danger={danger} loading={pending}>
          {label}
        </Button>
      </Form>
      <Failure error={error} />
    </>
  );
}

function WhenOff() {
  const say = useWords(SECURITY);
  const show = useShowCodes();
  const enrol = useAct('EnrolTotp');
  const confirm = useAct('ConfirmTotp', STALE);
  const [code, setCode] = useState('');
  if (!enrol.data) {
    return (
      <WithPassword
        label={say('totpBegin')}
        pending={enrol.isPending}
        error={enrol.error}
        onPassword={(Password) => enrol.mutate({ Password })}
      />
    );
  }
  return (
    <Flex gap={16} wrap>
      <QRCode value={enrol.data.Uri} size={160} bgColor="#fff" color="#000" />
      <div style={{ flex: '1 1 240px', minWidth: 0 }}>
        <Typography.Paragraph>{say('totpScan')}</Typography.Paragraph>
        <Typography.Paragraph>
          {say('totpSecret')}{' '}
          <Typography.Text className="mono wrap" copyable>
            {enrol.data.Secret}
          </Typography.Text>
        </Typography.Paragraph>
        <Flex gap={8}>
          <Input
            aria-label={say('totpCode')}
            placeholder={say('totpCode')}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            value={code}
            onChange={(event) => setCode(event.target.value.trim())}
            style={{ width: 120 }}
          />
          <Button
            type="primary"
            disabled={!/^\d{6}$/.test(code)}
            loading={confirm.isPending}
            onClick={() =>
              confirm.mutate({ TotpCode: code }, { onSuccess: ({ RecoveryCodes }) => show(RecoveryCodes) })
            }
          >
            {say('totpConfirm')}
          </Button>
        </Flex>
        <Failure error={confirm.error} />
      </div>
    </Flex>
  );
}

function WhenOn() {
  const say = useWords(SECURITY);
  const show = useShowCodes();
  const renew = useAct('RenewRecoveryCodes', STALE);
  const disable = useAct('DisableTotp', STALE);
  return (
    <>
      <WithPassword
        label={say('renewCodes')}
        pending={renew.isPending}
        error={renew.error}
        onPassword={(Password) =>
          renew.mutate({ Password }, { onSuccess: ({ RecoveryCodes }) => show(RecoveryCodes) })
        }
      />
      <WithPassword
        label={say('totpDisable')}
        danger
        pending={disable.isPending}
        error={disable.error}
        onPassword={(Password) => disable.mutate({ Password })}
      />
    </>
  );
}
