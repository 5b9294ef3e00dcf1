import { exitsOf, type Graph, type GraphNode } from './graph-rules.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Room of a node, px: its width with the gap beside it, and its height by its ways out. */
const COLUMN = 300;
const HEAD = 110;
const EXIT = 24;
const GAP = 32;

/** Places by how many steps a node is from the start, left to right; those that nothing leads to come last. */
export function placesOf(graph: Graph): Map<string, Place> {
  const columns: string[][] = [];
  const seen = new Set<string>();
  const take = (names: readonly string[]) => {
    const column = names.filter((name) => Object.hasOwn(graph.nodes, name) && !seen.has(name));
    const unique = [...new Set(column)];
    for (const name of unique) seen.add(name);
    if (unique.length > 0) columns.push(unique);
    return unique;
  };
  for (let column = take([graph.start]); column.length > 0; ) {
    column = take(column.flatMap((name) => exitsOf(graph.nodes[name] as GraphNode).map(({ to }) => to)));
  }
  take(Object.keys(graph.nodes));
  const places = new Map<string, Place>();
  for (const [index, column] of columns.entries()) {
    let y = 0;
    for (const name of column) {
      places.set(name, { x: index * COLUMN, y });
      y += HEAD + exitsOf(graph.nodes[name] as GraphNode).length * EXIT + GAP;
    }
  }
  return places;
}
