import type { ResponseOf } from '@herald/contract';
import { App, Button, Card, Checkbox, Form, Input } from 'antd';
import { useAct, useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { ACCOUNT } from './words.ts';

/** What an empty list is called in a request. */
const ANYWHERE = ['any'];

export function AddressesCard() {
  const say = useWords(ACCOUNT);
  const settings = useAsk('GetSecuritySettings', {});
  return (
    <Card size="small" title={say('addresses')} loading={settings.isPending}>
      <Failure error={settings.error} onRetry={() => settings.refetch()} />
      {settings.data && <AddressesForm settings={settings.data} />}
    </Card>
  );
}

function AddressesForm({ settings }: { settings: ResponseOf<'GetSecuritySettings'> }) {
  const say = useWords(ACCOUNT);
  const common = useWords(COMMON);
  const { message } = App.useApp();
  const update = useAct('UpdateSecuritySettings', ['GetSecuritySettings']);
  const listOf = (text: string) => {
    const lines = text.split(/\s+/).filter((line) => line !== '');
    return lines.length === 0 ? ANYWHERE : lines;
  };
  return (
    <Form<{ ApiIps: string; ConsoleIps: string; KeyPairs: boolean }>
      layout="vertical"
      initialValues={{
        ApiIps: settings.ApiIps.join('\n'),
        ConsoleIps: settings.ConsoleIps.join('\n'),
        KeyPairs: settings.KeyPairs,
      }}
      onFinish={({ ApiIps, ConsoleIps, KeyPairs }) =>
        update.mutate(
          { ApiIps: listOf(ApiIps), ConsoleIps: listOf(ConsoleIps), KeyPairs },
          { onSuccess: () => message.success(common('saved')) },
        )
      }
    >
      <Form.Item name="ApiIps" label={say('apiIps')}>
        <Input.TextArea rows={3} className="mono" />
      </Form.Item>
      <Form.Item name="ConsoleIps" label={say('consoleIps')} extra={say('ipHint')}>
        <Input.TextArea rows={3} className="mono" />
      </Form.Item>
      <Form.Item name="KeyPairs" valuePropName="checked">
        <Checkbox>{say('keyPairs')}</Checkbox>
      </Form.Item>
      <Failure error={update.error} />
      <Button type="primary" htmlType="submit" loading={update.isPending}>
        {common('save')}
      </Button>
    </Form>
  );
}
