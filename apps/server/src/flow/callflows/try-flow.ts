import { mapPrompts, nodeOf, tryFlow, variablesOf } from '@herald/callflow';
import { HeraldError, type ResponseOf } from '@herald/contract';
import { checkValues, NOTICE } from '../../modules/templates/index.ts';
import { refuseValues } from '../messages/admission.ts';
import { refusalError } from '../messages/refusal-error.ts';
import { faultsOfFlow, refuseFlowFaults } from './check-flow.ts';

/** Steps that are told. */
const MOST_STEPS = 200;

/**
 * Goes through a flow by keys, without a call.
 * @param values absent: examples
 * @throws HeraldError FLOW_INVALID for one that cannot be gone through, those of the values
 */
export function tryByKeys(
  graph: string,
  language: 'zh' | 'en',
  values: readonly string[] | undefined,
  keys: readonly string[],
): Omit<ResponseOf<'TryUVMSFlow'>, 'RetCode'> {
  const facts = { appApproved: true, allowNetworks: ['0.0.0.0/0', '::/0'] };
  const { flow, faults } = faultsOfFlow({ graph, language, appId: undefined, allDay: false }, facts);
  if (!flow) {
    refuseFlowFaults(faults);
    throw new HeraldError('FLOW_INVALID', { problemZh: '不能读取', problemEn: 'it cannot be read' });
  }
  const count = variablesOf(flow);
  const example = language === 'zh' ? '示例' : 'example';
  const given = values ?? Array.from({ length: count }, (_, index) => `${example} ${index + 1}`);
  const content = Array.from({ length: count }, (_, index) => `{${index + 1}}`).join(' ');
  const as = { templateId: '', name: '', purpose: NOTICE, language, allDay: false, status: 5 } as const;
  const verdict = checkValues({ ...as, content }, given);
  if (!verdict.ok) throw refusalError(refuseValues(verdict));
  const spoken = mapPrompts(flow, (text) =>
    text.replace(/\{(\d{1,2})\}/g, (_place, index: string) => given[Number(index) - 1] ?? ''),
  );
  const { steps, result, used } = tryFlow(spoken, keys);
  return {
    Steps: steps.slice(0, MOST_STEPS).map(({ node, said, did }) => ({
      Node: node,
      Kind: nodeOf(flow, node)?.kind ?? '',
      Said: said.map(({ say, digits }) => (digits === undefined ? say : `${say}${digits}`)),
      Did: [...did],
    })),
    Used: used,
    Collected: result.collected.map(({ node, digits }) => ({ Node: node, Digits: digits })),
  };
}
