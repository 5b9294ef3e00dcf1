import { ACTIONS, type Action, type ActionName, canonicalString } from '@herald/contract';
import { Button, Card, Col, Flex, Input, Row, Select, Typography } from 'antd';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { PageHead } from '../../../components/page-head.tsx';
import { useLanguage, useWords } from '../../../words/language.ts';
import { EXAMPLES } from './explorer-examples.ts';
import { type Field, fieldsOf, flatParameters } from './explorer-fields.ts';
import { type Answer, send } from './explorer-send.ts';
import { DEVELOPER } from './words.ts';

/** Actions that a key may call, files apart: those are not JSON. */
const NAMES = (Object.entries(ACTIONS) as [ActionName, Action][])
  .filter(([, { realm = 'customer', file }]) => realm === 'customer' && file === undefined)
  .map(([name]) => name);

/** Any Action of a key: its parameters with their words, the signature made here, and the same call as code. */
export function Page() {
  const say = useWords(DEVELOPER);
  const language = useLanguage();
  const [query, setQuery] = useSearchParams();
  const name = NAMES.find((one) => one === query.get('action')) ?? 'GetBalance';
  const action: Action = ACTIONS[name];
  const fields = useMemo(() => fieldsOf(action), [action]);
  const [values, setValues] = useState<Record<string, string>>({});
  const [keys, setKeys] = useState({ publicKey: '', privateKey: '' });
  const [answer, setAnswer] = useState<Answer>();
  const [pending, setPending] = useState(false);
  const parameters = flatParameters(fields, values);
  const whole = new Map([...parameters, ['Action', name], ['PublicKey', keys.publicKey || '…']]);

  return (
    <>
      <PageHead title={say('explorer')} intro={say('explorerIntro')} />
      <Row gutter={[16, 16]}>
        <Col xs={24} lg={10}>
          <Card size="small" title={say('action')}>
            <Select
              aria-label={say('action')}
              showSearch
              value={name}
              onChange={(next: ActionName) => {
                setValues({});
                setAnswer(undefined);
                setQuery({ action: next });
              }}
              style={{ width: '100%' }}
              options={NAMES.map((value) => ({ value, label: value }))}
            />
            <Typography.Paragraph type="secondary" style={{ marginTop: 8 }}>
              {action.summary[language]}
            </Typography.Paragraph>
            <Keys keys={keys} onChange={setKeys} />
            <Typography.Title level={2} style={{ fontSize: 15 }}>
              {say('parameters')}
            </Typography.Title>
            {fields.length === 0 && say('noParameters')}
            {fields.map((field) => (
              <Parameter
                key={`${name}.${field.name}`}
                field={field}
                value={values[field.name] ?? ''}
                onChange={(value) => setValues({ ...values, [field.name]: value })}
              />
            ))}
            <Flex vertical gap={4} style={{ marginTop: 12 }}>
              <Button
                type="primary"
                loading={pending}
                disabled={!keys.publicKey || !keys.privateKey}
                onClick={async () => {
                  setPending(true);
                  setAnswer(await send(name, parameters, keys, language));
                  setPending(false);
                }}
              >
                {say('send')}
              </Button>
              {(!keys.publicKey || !keys.privateKey) && (
                <Typography.Text type="secondary">{say('needKeys')}</Typography.Text>
              )}
            </Flex>
          </Card>
        </Col>
        <Col xs={24} lg={14}>
          <Flex vertical gap={16}>
            {answer && (
              <Card size="small" title={say('answer')} extra={say('took', { ms: answer.tookMs })}>
                <Code text={answer.text} />
              </Card>
            )}
            <Card size="small" title={say('canonical')}>
              <Code text={canonicalString(whole, '')} />
            </Card>
            <Example call={{ baseUrl: location.origin, action: name, parameters }} />
          </Flex>
        </Col>
      </Row>
    </>
  );
}

/** The call in the language that is chosen. */
function Example({ call }: { call: Parameters<(typeof EXAMPLES)[string]>[0] }) {
  const say = useWords(DEVELOPER);
  const [language, setLanguage] = useState(Object.keys(EXAMPLES)[0] ?? '');
  return (
    <Card
      size="small"
      title={say('example')}
      extra={
        <Select
          aria-label={say('example')}
          value={language}
          onChange={setLanguage}
          style={{ width: 180 }}
          options={Object.keys(EXAMPLES).map((value) => ({ value, label: value }))}
        />
      }
    >
      <Code text={EXAMPLES[language]?.(call) ?? ''} />
    </Card>
  );
}

function Code({ text }: { text: string }) {
  return (
    <Typography.Paragraph copyable={{ text }} style={{ margin: 0 }}>
      <pre
        className="mono"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
        tabIndex={0}
        style={{
          overflow: 'auto',
          maxHeight: 420,
          margin: 0,
          whiteSpace: 'pre-wrap',
          overflowWrap: 'anywhere',
        }}
      >
        {text}
      </pre>
    </Typography.Paragraph>
  );
}

interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

function Keys({ keys, onChange }: { keys: KeyPair; onChange(keys: KeyPair): void }) {
  const say = useWords(DEVELOPER);
  return (
    <Flex vertical gap={8}>
      <Input
        aria-label={say('publicKey')}
        placeholder={say('publicKey')}
        value={keys.publicKey}
        autoComplete="off"
        className="mono"
        onChange={(event) => onChange({ ...keys, publicKey: event.target.value.trim() })}
      />
      <Input.Password
        aria-label={say('privateKey')}
        placeholder={say('privateKey')}
        value={keys.privateKey}
        autoComplete="off"
        className="mono"
        onChange={(event) => onChange({ ...keys, privateKey: event.target.value.trim() })}
      />
    </Flex>
  );
}

function Parameter({
  field,
  value,
  onChange,
}: {
  field: Field;
  value: string;
  onChange(value: string): void;
}) {
  const say = useWords(DEVELOPER);
  const language = useLanguage();
  return (
    <div style={{ marginTop: 10 }}>
      <Typography.Text className="mono" strong={field.required}>
        {field.name}
        {field.required ? ' *' : ''}
      </Typography.Text>
      {field.choices ? (
        <Select
          aria-label={field.name}
          value={value}
          onChange={onChange}
          style={{ width: '100%' }}
          options={[{ value: '', label: '–' }, ...field.choices.map((one) => ({ value: one, label: one }))]}
        />
      ) : field.isList ? (
        <Input.TextArea
          aria-label={field.name}
          placeholder={say('oneALine')}
          value={value}
          rows={3}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Input aria-label={field.name} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
      <Typography.Text type="secondary">{field.words[language]}</Typography.Text>
    </div>
  );
}
