import { CloseOutlined } from '@ant-design/icons';
import { Button, Flex, Input, Select, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '../../../words/language.ts';
import { useFlowNames } from './flow-names.ts';
import { type GraphNode, KEYS, targetsIn } from './graph-rules.ts';
import { FLOWS } from './words.ts';

const MOST_BRANCHES = 20;

interface TargetListProps {
  readonly field: 'keys' | 'branches';
  readonly node: GraphNode;
  put(field: string, value: unknown): void;
  target(exit: string, to: string): ReactNode;
}

/** Keys, or branches of a server, each with where it leads. */
export function TargetList({ field, node, put, target }: TargetListProps) {
  const say = useWords(FLOWS);
  const names = useFlowNames();
  const rows = targetsIn(node, field);
  const taken = rows.map(([key]) => key);
  const set = (next: readonly [string, string][]) => put(field, Object.fromEntries(next));
  const rename = (key: string, next: string) =>
    set(rows.map(([each, to]) => (each === key ? [next, to] : [each, to])));
  const free = KEYS.find((key) => !taken.includes(key));
  const add = () => {
    if (field === 'keys') return free && set([...rows, [free, '']]);
    let number = rows.length + 1;
    while (taken.includes(`branch${number}`)) number++;
    set([...rows, [`branch${number}`, '']]);
  };
  return (
    <div>
      <Typography.Text type="secondary">{names.field(field)}</Typography.Text>
      <Flex vertical gap={6}>
        {rows.map(([key, to], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the name of a branch is being written
          <Flex key={index} gap={6} align="center">
            {field === 'keys' ? (
              <Select
                aria-label={names.field('keys')}
                value={key}
                onChange={(next: string) => rename(key, next)}
                style={{ width: 64 }}
                options={KEYS.filter((each) => each === key || !taken.includes(each)).map((value) => ({
                  value,
                  label: value,
                }))}
              />
            ) : (
              <Input
                aria-label={say('branchName')}
                value={key}
                maxLength={32}
                onChange={({ target: { value } }) => {
                  if (!taken.includes(value)) rename(key, value);
                }}
                style={{ width: 110 }}
              />
            )}
            <div style={{ flex: 1, minWidth: 0 }}>{target(`${field}.${key}`, to)}</div>
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label={`${say('remove')} ${key}`}
              onClick={() => set(rows.filter(([each]) => each !== key))}
            />
          </Flex>
        ))}
        <div>
          <Button
            size="small"
            disabled={field === 'keys' ? free === undefined : rows.length >= MOST_BRANCHES}
            onClick={add}
          >
            {say(field === 'keys' ? 'addKey' : 'addBranch')}
          </Button>
        </div>
      </Flex>
    </div>
  );
}
