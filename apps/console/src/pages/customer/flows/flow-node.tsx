import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { Badge, Tag, Typography, theme } from 'antd';
import { useWords } from '../../../words/language.ts';
import { useFlowNames } from './flow-names.ts';
import { exitsOf, type GraphNode, textIn } from './graph-rules.ts';
import { FLOWS } from './words.ts';

export type FlowNodeData = {
  readonly node: GraphNode;
  readonly isStart: boolean;
  /** What must be mended here, in words. */
  readonly faults: readonly string[];
  /** Whether the call that is tried has been here. */
  readonly isVisited: boolean;
};
export type DrawnNode = Node<FlowNodeData, 'flow'>;

/** One node of the graph: its kind, what it says, what is wrong with it, and its ways out, each a handle. */
export function FlowNodeCard({ id, data, selected }: NodeProps<DrawnNode>) {
  const say = useWords(FLOWS);
  const names = useFlowNames();
  const { token } = theme.useToken();
  const { node, isStart, faults, isVisited } = data;
  const spoken = textIn(node, 'ask') || textIn(node, 'say') || textIn(node, 'url');
  const colour = faults.length > 0 ? token.colorError : isVisited ? token.colorSuccess : token.colorBorder;
  return (
    <div
      style={{
        width: 230,
        background: token.colorBgContainer,
        color: token.colorText,
        border: `1px solid ${colour}`,
        outline: selected ? `2px solid ${token.colorPrimary}` : 'none',
        borderRadius: token.borderRadius,
        fontSize: 12,
      }}
    >
      <Handle type="target" position={Position.Left} />
      <div style={{ padding: '8px 10px' }}>
        <div style={{ display: 'flex', gap: 4, alignItems: 'center' }}>
          <Tag color="processing" style={{ margin: 0 }}>
            {names.kind(node.kind)}
          </Tag>
          {isStart && (
            <Tag color="success" style={{ margin: 0 }}>
              {say('start')}
            </Tag>
          )}
          <Typography.Text strong ellipsis style={{ flex: 1, fontSize: 12 }}>
            {id}
          </Typography.Text>
          {faults.length > 0 && (
            <span title={faults.join('\n')}>
              <Badge
                count={faults.length}
                size="small"
                aria-label={say('faultCount', { count: faults.length })}
              />
            </span>
          )}
        </div>
        <div
          className="wrap"
          style={{
            marginTop: 6,
            maxHeight: 36,
            lineHeight: '18px',
            overflow: 'hidden',
            color: token.colorTextDescription,
          }}
        >
          {spoken}
        </div>
      </div>
      {exitsOf(node).map(({ exit, to }) => (
        <div
          key={exit}
          style={{
            position: 'relative',
            padding: '2px 12px',
            textAlign: 'end',
            borderTop: `1px solid ${token.colorBorderSecondary}`,
            color: to ? token.colorText : token.colorWarning,
          }}
        >
          {names.exit(exit)}
          <Handle type="source" position={Position.Right} id={exit} />
        </div>
      ))}
    </div>
  );
}
