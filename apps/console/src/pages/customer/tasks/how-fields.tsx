import type { RequestOf } from '@herald/contract';
import { Alert, Checkbox, Flex, Form, InputNumber, Radio, Select } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { useWords } from '../../../words/language.ts';
import { TASKS } from './words.ts';

export type RetryKind = NonNullable<RequestOf<'CreateUVMSTask'>['RetryOn']>[number];

const RETRY_KINDS = ['busy', 'no-answer', 'unreachable', 'network', 'rejected'] as const;

/** Which number is shown, and after what is called again. */
export function HowFields() {
  const say = useWords(TASKS);
  const numbers = useAsk('QueryUVMSNumbers', { NumPerPage: 100 });
  const usable = (numbers.data?.Data ?? []).filter(({ Usable }) => Usable);
  const from = Form.useWatch<string | undefined>('FromNumber');
  const kinds = Form.useWatch<RetryKind[] | undefined>('RetryOn') ?? [];
  return (
    <>
      <Flex gap={24} wrap>
        <Form.Item name="FromNumber" label={say('numbers')} style={{ flex: '1 1 220px' }}>
          <Select
            options={[
              { value: '', label: say('random') },
              ...usable.map(({ Number: number, City }) => ({ value: number, label: `${number} ${City}` })),
            ]}
          />
        </Form.Item>
        {!from && (
          <Form.Item name="DispatchRule" label={say('dispatch')}>
            <Radio.Group
              options={[
                { value: 0, label: say('attribution') },
                { value: 1, label: say('anyNumber') },
              ]}
            />
          </Form.Item>
        )}
      </Flex>
      <Form.Item name="RetryOn" label={say('retryOn')}>
        <Checkbox.Group options={RETRY_KINDS.map((kind) => ({ value: kind, label: say(`retry-${kind}`) }))} />
      </Form.Item>
      {kinds.includes('rejected') && (
        <Alert type="warning" showIcon title={say('rejectedHint')} style={{ marginBottom: 16 }} />
      )}
      {kinds.length > 0 && (
        <>
          <Flex gap={24} wrap>
            <Form.Item name="RetryCount" label={say('retryCount')} rules={[{ required: true }]}>
              <InputNumber min={1} max={5} precision={0} />
            </Form.Item>
            <Form.Item name="RetryMinutes" label={say('retryInterval')} rules={[{ required: true }]}>
              <InputNumber min={1} max={1440} precision={0} />
            </Form.Item>
          </Flex>
          <Form.Item name="SameShowNumber" valuePropName="checked">
            <Checkbox>{say('sameNumber')}</Checkbox>
          </Form.Item>
        </>
      )}
    </>
  );
}
