import {
  Alert,
  Button,
  Card,
  Col,
  Dropdown,
  Flex,
  Input,
  InputNumber,
  Row,
  Segmented,
  Typography,
} from 'antd';
import { useMemo, useState } from 'react';
import { Field } from '../../../components/field.tsx';
import { useWords } from '../../../words/language.ts';
import { Canvas } from './canvas.tsx';
import { Findings, useFlowCheck } from './findings.tsx';
import { useFlowNames } from './flow-names.ts';
import { addNode, CALL_SECONDS, NODE_KINDS, type NodeKind, readGraph, writeGraph } from './graph-rules.ts';
import { NodeForm } from './node-form.tsx';
import { TryFlow, useTrying } from './try-flow.tsx';
import { FLOWS } from './words.ts';

interface EditorProps {
  /** The flow's JSON, which both views show. */
  readonly json: string;
  readonly about: { readonly Language: 'zh' | 'en'; readonly AllDay: boolean; readonly AppId: string };
  readonly readOnly: boolean;
  onJson(json: string): void;
}

const NO_FINDINGS: readonly never[] = [];

/** A flow as a graph or as JSON, with the service's judgement, and a call by keys. */
export function Editor({ json, about, readOnly, onJson }: EditorProps) {
  const say = useWords(FLOWS);
  const names = useFlowNames();
  const graph = useMemo(() => readGraph(json), [json]);
  const [view, setView] = useState<'canvas' | 'json'>('canvas');
  const [chosen, setChosen] = useState<string>();
  const [tidied, setTidied] = useState(0);
  const acting = useState<readonly string[]>([]);
  const check = useFlowCheck({ ...about, Flow: json });
  const isWhole = check.data?.Submittable === true && !check.isFetching;
  const trying = useTrying(isWhole ? json : '', about.Language, acting);
  const path = trying.tried?.steps.map(({ Node }) => Node).join() ?? '';
  const visited = useMemo(() => new Set(path === '' ? [] : path.split(',')), [path]);
  const node = chosen === undefined ? undefined : graph?.nodes[chosen];
  const isDrawn = view === 'canvas' && graph !== undefined;

  return (
    <Flex vertical gap={16}>
      <Card
        size="small"
        title={
          <Segmented
            value={view}
            onChange={setView}
            options={[
              { value: 'canvas' as const, label: say('canvas') },
              { value: 'json' as const, label: say('json') },
            ]}
          />
        }
        extra={
          graph &&
          view === 'canvas' && (
            <Flex gap={8} wrap>
              {!readOnly && (
                <Dropdown
                  trigger={['click']}
                  menu={{
                    items: NODE_KINDS.map((kind) => ({ key: kind, label: names.kind(kind) })),
                    onClick: ({ key }) => {
                      const added = addNode(graph, key as NodeKind);
                      onJson(writeGraph(added.graph));
                      setChosen(added.name);
                    },
                  }}
                >
                  <Button size="small" type="primary">
                    {say('add')}
                  </Button>
                </Dropdown>
              )}
              <Button size="small" onClick={() => setTidied(tidied + 1)}>
                {say('tidy')}
              </Button>
            </Flex>
          )
        }
      >
        {!graph && <Alert type="warning" showIcon title={say('unreadable')} style={{ marginBottom: 12 }} />}
        {isDrawn ? (
          <Row gutter={[16, 16]}>
            <Col xs={24} lg={16}>
              <Canvas
                graph={graph}
                findings={check.data?.Findings ?? NO_FINDINGS}
                visited={visited}
                chosen={chosen}
                tidied={tidied}
                readOnly={readOnly}
                onChoose={setChosen}
                onChange={(next) => onJson(writeGraph(next))}
              />
              {!readOnly && <Typography.Text type="secondary">{say('canvasHint')}</Typography.Text>}
            </Col>
            <Col xs={24} lg={8}>
              <fieldset disabled={readOnly} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
                {chosen !== undefined && node ? (
                  <NodeForm
                    graph={graph}
                    name={chosen}
                    node={node}
                    onChange={(next) => onJson(writeGraph(next))}
                    onChoose={setChosen}
                  />
                ) : (
                  <Flex vertical gap={12}>
                    <Field label={say('maxSeconds')}>
                      <InputNumber
                        value={graph.maxSeconds}
                        min={CALL_SECONDS.least}
                        max={CALL_SECONDS.most}
                        precision={0}
                        onChange={(most) =>
                          most !== null && onJson(writeGraph({ ...graph, maxSeconds: most }))
                        }
                      />
                    </Field>
                    <Typography.Text type="secondary">{say('chooseNode')}</Typography.Text>
                  </Flex>
                )}
              </fieldset>
            </Col>
          </Row>
        ) : (
          <Input.TextArea
            aria-label={say('json')}
            className="mono"
            value={json}
            readOnly={readOnly}
            maxLength={40_000}
            rows={24}
            onChange={({ target: { value } }) => onJson(value)}
          />
        )}
      </Card>
      <Row gutter={[16, 16]}>
        <Col xs={24} lg={12}>
          <Findings
            check={check}
            onChoose={(name) => {
              setView('canvas');
              setChosen(name);
            }}
          />
        </Col>
        <Col xs={24} lg={12}>
          {graph && isWhole && <TryFlow graph={graph} trying={trying} />}
        </Col>
      </Row>
    </Flex>
  );
}
