import { CloseOutlined } from '@ant-design/icons';
import type { NumberKind } from '@herald/contract';
import { Button, Flex, Form, Input, InputNumber, Select, Typography } from 'antd';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { AREA_CODE, AREA_CODES, hasCity } from './line-rules.ts';
import { NUMBERS } from './words.ts';

const MOST_LINES = 20;

/** The lines of an application: city, others that would do, how many, and for vanity numbers the pattern. */
export function LineFields({ kind, patterns }: { kind: NumberKind; patterns: readonly string[] }) {
  const say = useWords(NUMBERS);
  const common = useWords(COMMON);
  return (
    <>
      <Typography.Title level={2} style={{ fontSize: 14 }}>
        {say('lines')}
      </Typography.Title>
      <Form.List name="Lines">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <Flex key={key} gap={12} wrap align="flex-start">
                {hasCity(kind) && (
                  <>
                    <Form.Item
                      name={[name, 'FirstCity']}
                      label={say('firstCity')}
                      rules={[
                        { required: true, message: common('required') },
                        { pattern: AREA_CODE, message: say('areaForm') },
                      ]}
                    >
                      <Input maxLength={4} inputMode="numeric" placeholder="021" style={{ width: 120 }} />
                    </Form.Item>
                    <Form.Item
                      name={[name, 'Alternatives']}
                      label={say('alternatives')}
                      rules={[{ pattern: AREA_CODES, message: say('areaForm') }]}
                    >
                      <Input maxLength={40} placeholder="020, 0755" style={{ width: 230 }} />
                    </Form.Item>
                  </>
                )}
                <Form.Item
                  name={[name, 'Quantity']}
                  label={say('quantity')}
                  rules={[{ required: true, message: common('required') }]}
                >
                  <InputNumber min={1} max={9999} precision={0} style={{ width: 90 }} />
                </Form.Item>
                {kind === 'vanity' && (
                  <Form.Item
                    name={[name, 'Pattern']}
                    label={say('pattern')}
                    rules={[{ required: true, message: common('required') }]}
                  >
                    <Select
                      style={{ width: 110 }}
                      options={patterns.map((value) => ({ value, label: value }))}
                    />
                  </Form.Item>
                )}
                {fields.length > 1 && (
                  <Form.Item label=" ">
                    <Button
                      type="text"
                      icon={<CloseOutlined />}
                      aria-label={say('removeLine')}
                      onClick={() => remove(name)}
                    />
                  </Form.Item>
                )}
              </Flex>
            ))}
            <Button
              size="small"
              disabled={fields.length >= MOST_LINES}
              onClick={() => add({ Quantity: 1, Pattern: '' })}
              style={{ marginBottom: 16 }}
            >
              {say('addLine')}
            </Button>
          </>
        )}
      </Form.List>
    </>
  );
}
