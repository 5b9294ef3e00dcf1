import type { Graph } from './graph-rules.ts';

/** One node, or the flow itself (no `node`), that differs between two wordings of a flow. */
export interface Difference {
  readonly node?: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** The fields that differ, as JSON; a field that one of the two lacks is empty there. */
  readonly fields: readonly { readonly field: string; readonly before: string; readonly after: string }[];
}

/** What has changed from one wording of a flow to another, in the order of the nodes. */
export function differences(before: Graph, after: Graph): Difference[] {
  const whole = ({ start, maxSeconds }: Graph) => ({ start, maxSeconds });
  const flow = fieldsThatDiffer(whole(before), whole(after));
  const names = [...new Set([...Object.keys(before.nodes), ...Object.keys(after.nodes)])];
  return [
    ...(flow.length > 0 ? [{ change: 'changed' as const, fields: flow }] : []),
    ...names.flatMap((node): Difference[] => {
      const old = before.nodes[node];
      const now = after.nodes[node];
      const fields = fieldsThatDiffer(old ?? {}, now ?? {});
      if (fields.length === 0) return [];
      return [
        { node, change: old === undefined ? 'added' : now === undefined ? 'removed' : 'changed', fields },
      ];
    }),
  ];
}

function fieldsThatDiffer(before: object, after: object): Difference['fields'] {
  const written = (of: object, field: string) => JSON.stringify((of as Record<string, unknown>)[field]) ?? '';
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((field) => ({ field, before: written(before, field), after: written(after, field) }))
    .filter((one) => one.before !== one.after);
}
