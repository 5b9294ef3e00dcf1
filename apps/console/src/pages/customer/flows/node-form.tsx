import { Button, Checkbox, Flex, Input, InputNumber, Select } from 'antd';
import { useId, useState } from 'react';
import { Field } from '../../../components/field.tsx';
import { useWords } from '../../../words/language.ts';
import { useFlowNames } from './flow-names.ts';
import {
  type Graph,
  type GraphNode,
  KEYS,
  lead,
  NODE_NAME,
  removeNode,
  renameNode,
  setNode,
  specsOf,
  textIn,
  VISITS,
} from './graph-rules.ts';
import { TargetList } from './target-list.tsx';
import { FLOWS } from './words.ts';

interface NodeFormProps {
  readonly graph: Graph;
  readonly name: string;
  readonly node: GraphNode;
  onChange(graph: Graph): void;
  onChoose(name: string | undefined): void;
}

/** Every field of one node, so that a flow can be written without a mouse. */
export function NodeForm({ graph, name, node, onChange, onChoose }: NodeFormProps) {
  const say = useWords(FLOWS);
  const names = useFlowNames();
  const put = (field: string, value: unknown) => onChange(setNode(graph, name, { ...node, [field]: value }));
  const goTo = (exit: string, to: string) => onChange(setNode(graph, name, lead(node, exit, to)));
  const target = (exit: string, to: string) => (
    <TargetSelect graph={graph} label={names.exit(exit)} to={to} onTo={(next) => goTo(exit, next)} />
  );
  const visits = node.visits as { most?: number; after?: string } | undefined;
  return (
    <Flex vertical gap={12}>
      <NameField key={name} graph={graph} name={name} onChange={onChange} onChoose={onChoose} />
      {specsOf(node.kind).map(([field, spec]) => {
        if (spec.is === 'target') {
          return (
            <Field key={field} label={names.exit(field)}>
              {target(field, textIn(node, field))}
            </Field>
          );
        }
        if (spec.is === 'keys' || spec.is === 'branches') {
          return <TargetList key={field} field={spec.is} node={node} put={put} target={target} />;
        }
        const label = names.field(field);
        return (
          <Field key={field} label={label}>
            {spec.is === 'text' && (
              <Input.TextArea
                value={textIn(node, field)}
                maxLength={500}
                rows={3}
                onChange={({ target: { value } }) =>
                  put(field, value === '' && spec.optional ? undefined : value)
                }
              />
            )}
            {spec.is === 'integer' && (
              <InputNumber
                value={typeof node[field] === 'number' ? node[field] : spec.otherwise}
                min={spec.least}
                max={spec.most}
                precision={0}
                onChange={(value) => value !== null && put(field, value)}
              />
            )}
            {(spec.is === 'number' || spec.is === 'url') && (
              <Input
                value={textIn(node, field)}
                maxLength={500}
                inputMode={spec.is === 'number' ? 'tel' : 'url'}
                onChange={({ target: { value } }) => put(field, value.trim())}
              />
            )}
            {spec.is === 'key' && (
              <Select
                aria-label={label}
                value={textIn(node, field) || '1'}
                onChange={(value: string) => put(field, value)}
                style={{ width: '100%' }}
                options={KEYS.filter((key) => key !== '#').map((value) => ({ value, label: value }))}
              />
            )}
            {spec.is === 'collected' && (
              <Select
                aria-label={label}
                value={textIn(node, field)}
                onChange={(value: string) => put(field, value || undefined)}
                style={{ width: '100%' }}
                options={[
                  { value: '', label: say('noneRead') },
                  ...Object.entries(graph.nodes)
                    .filter(([, { kind }]) => kind === 'collect')
                    .map(([value]) => ({ value, label: value })),
                ]}
              />
            )}
          </Field>
        );
      })}
      <Checkbox
        checked={visits !== undefined}
        onChange={({ target: { checked } }) =>
          put('visits', checked ? { most: VISITS.otherwise, after: '' } : undefined)
        }
      >
        {say('bound')}
      </Checkbox>
      {visits && (
        <>
          <Field label={names.field('most')}>
            <InputNumber
              value={visits.most ?? VISITS.otherwise}
              min={VISITS.least}
              max={VISITS.most}
              precision={0}
              onChange={(most) => most !== null && put('visits', { ...visits, most })}
            />
          </Field>
          <Field label={names.exit('visits.after')}>{target('visits.after', visits.after ?? '')}</Field>
        </>
      )}
      <Flex gap={8} wrap>
        {graph.start !== name && (
          <Button size="small" onClick={() => onChange({ ...graph, start: name })}>
            {say('makeStart')}
          </Button>
        )}
        <Button
          size="small"
          danger
          onClick={() => {
            onChange(removeNode(graph, name));
            onChoose(undefined);
          }}
        >
          {say('removeNode')}
        </Button>
      </Flex>
    </Flex>
  );
}

/** A name is taken over when the field is left: what leads to the node goes with it. */
function NameField({ graph, name, onChange, onChoose }: Omit<NodeFormProps, 'node'>) {
  const say = useWords(FLOWS);
  const hint = useId();
  const [draft, setDraft] = useState(name);
  const isFree = draft === name || !Object.hasOwn(graph.nodes, draft);
  const isGood = NODE_NAME.test(draft) && isFree;
  return (
    <div>
      <Field label={say('nodeName')}>
        <Input
          value={draft}
          maxLength={32}
          {...(isGood ? {} : { status: 'error' as const })}
          aria-describedby={hint}
          onChange={({ target: { value } }) => setDraft(value)}
          onBlur={() => {
            if (!isGood || draft === name) return;
            onChange(renameNode(graph, name, draft));
            onChoose(draft);
          }}
        />
      </Field>
      <span id={hint} role="status">
        {!isGood && say('nodeNameHint')}
      </span>
    </div>
  );
}

/** Where a way out leads. */
export function TargetSelect({
  graph,
  label,
  to,
  onTo,
}: {
  graph: Graph;
  label: string;
  to: string;
  onTo(name: string): void;
}) {
  const say = useWords(FLOWS);
  return (
    <Select
      aria-label={label}
      value={to}
      onChange={onTo}
      style={{ width: '100%' }}
      options={[
        { value: '', label: say('nowhere') },
        ...Object.keys(graph.nodes).map((value) => ({ value, label: value })),
      ]}
    />
  );
}
