import '@xyflow/react/dist/style.css';
import {
  applyNodeChanges,
  Background,
  Controls,
  type Edge,
  type NodeChange,
  ReactFlow,
  type ReactFlowInstance,
} from '@xyflow/react';
import { useEffect, useRef, useState } from 'react';
import { useDark } from '../../../theme.ts';
import { useWords } from '../../../words/language.ts';
import type { Finding } from './findings.tsx';
import { type DrawnNode, FlowNodeCard } from './flow-node.tsx';
import { exitsOf, type Graph, lead, setNode } from './graph-rules.ts';
import { placesOf } from './layout-rules.ts';
import { FLOWS } from './words.ts';

const NODE_TYPES = { flow: FlowNodeCard };

interface CanvasProps {
  readonly graph: Graph;
  readonly findings: readonly Finding[];
  /** Nodes that the call which is tried has been in. */
  readonly visited: ReadonlySet<string>;
  readonly chosen: string | undefined;
  /** Counts how often all are to be placed anew. */
  readonly tidied: number;
  readonly readOnly: boolean;
  onChoose(name: string | undefined): void;
  onChange(graph: Graph): void;
}

/** The graph as it is drawn; places are the page's own, and no part of the flow. */
export function Canvas(props: CanvasProps) {
  const { graph, findings, visited, chosen, tidied, readOnly, onChoose, onChange } = props;
  const say = useWords(FLOWS);
  const dark = useDark();
  const [nodes, setNodes] = useState<DrawnNode[]>([]);
  const placed = useRef(tidied);
  const view = useRef<ReactFlowInstance<DrawnNode, Edge>>(undefined);

  useEffect(() => {
    const places = placesOf(graph);
    const anew = placed.current !== tidied;
    placed.current = tidied;
    setNodes((before) =>
      Object.entries(graph.nodes).map(([name, node]) => {
        const old = before.find(({ id }) => id === name);
        return {
          ...(old ?? { id: name, type: 'flow' as const }),
          position: (!anew && old?.position) || (places.get(name) ?? { x: 0, y: 0 }),
          selected: name === chosen,
          ariaLabel: `${say(`kind-${node.kind}`)} ${name}`,
          data: {
            node,
            isStart: name === graph.start,
            faults: findings
              .filter(({ Node, Weight }) => Node === name && Weight === 'error')
              .map(({ Message }) => Message),
            isVisited: visited.has(name),
          },
        };
      }),
    );
  }, [graph, findings, visited, chosen, tidied, say]);

  // All are brought into view when there are more of them, or they were placed anew: once the canvas knows their sizes.
  const wanted = `${Object.keys(graph.nodes).length} ${tidied}`;
  const shown = useRef('');
  useEffect(() => {
    if (shown.current === wanted || nodes.length === 0 || !nodes.every(({ measured }) => measured)) return;
    const frame = requestAnimationFrame(() => {
      shown.current = wanted;
      view.current?.fitView({ maxZoom: 1 });
    });
    return () => cancelAnimationFrame(frame);
  }, [wanted, nodes]);

  const edges: Edge[] = Object.entries(graph.nodes).flatMap(([name, node]) =>
    exitsOf(node)
      .filter(({ to }) => Object.hasOwn(graph.nodes, to))
      .map(({ exit, to }) => ({
        id: `${name}.${exit}`,
        source: name,
        sourceHandle: exit,
        target: to,
        animated: visited.has(name) && visited.has(to),
      })),
  );

  return (
    <section aria-label={say('canvas')} style={{ height: 520 }}>
      <ReactFlow<DrawnNode>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        colorMode={dark ? 'dark' : 'light'}
        onInit={(instance) => {
          view.current = instance;
        }}
        onNodesChange={(changes: NodeChange<DrawnNode>[]) =>
          setNodes((before) =>
            applyNodeChanges(
              changes.filter(({ type }) => type === 'position' || type === 'dimensions'),
              before,
            ),
          )
        }
        onNodeClick={(_event, { id }) => onChoose(id)}
        onPaneClick={() => onChoose(undefined)}
        onConnect={({ source, sourceHandle, target }) => {
          const node = graph.nodes[source];
          if (node && sourceHandle) onChange(setNode(graph, source, lead(node, sourceHandle, target)));
        }}
        nodesConnectable={!readOnly}
        nodesFocusable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        minZoom={0.2}
        fitView
        fitViewOptions={{ maxZoom: 1 }}
      >
        <Background />
        <Controls showInteractive={false} />
      </ReactFlow>
    </section>
  );
}
