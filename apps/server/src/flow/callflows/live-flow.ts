import { type Flow, mapPrompts, transferSeconds, variablesOf } from '@herald/callflow';
import type { FlowScript } from '../../calling/index.ts';
import { type FlowVersion, findLiveFlows, isFlowId } from '../../modules/callflows/index.ts';
import { APPROVED, NOTICE, speak, type Template } from '../../modules/templates/index.ts';
import type { Db } from '../../platform/db.ts';
import { capabilitiesFor } from './submit-flow.ts';

/** A flow as a send sees it: a template of a notice whose words are in its nodes. */
export interface FlowTemplate extends Template {
  readonly appId: string | undefined;
  readonly flow: {
    readonly graph: Flow;
    readonly version: number;
    readonly capabilities: readonly string[];
    /** Longest second line, seconds. */
    readonly lineSeconds: number;
  };
}

/** Those of these templates that are flows, live ones only. */
export async function findFlowTemplates(
  db: Db,
  keys: readonly { accountId: string; templateId: string }[],
): Promise<(FlowTemplate & { accountId: string })[]> {
  const flows = keys.filter(({ templateId }) => isFlowId(templateId));
  const live = await findLiveFlows(
    db,
    flows.map(({ accountId, templateId }) => ({ accountId, flowId: templateId })),
  );
  return live.map((version) => ({ ...flowTemplate(version), accountId: version.accountId }));
}

export function flowTemplate(version: FlowVersion): FlowTemplate {
  const graph = JSON.parse(version.graph) as Flow;
  return {
    ...{ templateId: version.flowId, name: version.name, purpose: NOTICE, language: version.language },
    // As many variables as the whole flow has: what is checked of values is checked by it.
    content: Array.from({ length: variablesOf(graph) }, (_, index) => `{${index + 1}}`).join(' '),
    ...{ allDay: version.allDay, status: APPROVED, appId: version.appId },
    flow: {
      ...{ graph, version: version.version },
      capabilities: capabilitiesFor(graph),
      lineSeconds: transferSeconds(graph),
    },
  };
}

/** The filed words of every node with the values put in. Call only after checkValues. */
export function speakFlow(template: FlowTemplate, values: readonly string[]): FlowScript {
  const { language, flow } = template;
  const say = (content: string) => speak({ ...template, content }, values).pieces;
  return { language, flow: mapPrompts(flow.graph, say) };
}
