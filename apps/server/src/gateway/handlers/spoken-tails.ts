import { changeTail, MOST_TAILS } from '../../flow/templates/set-tail.ts';
import { listTails } from '../../modules/templates/index.ts';
import type { Handlers } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';

/** What is said at the end of notices (4.2.8). */
export function spokenTailHandlers(
  deps: Pick<HandlerDeps, 'sql' | 'clock'>,
): Pick<Handlers, 'UpdateUVMSSpokenTail' | 'ListUVMSSpokenTails'> {
  return {
    async UpdateUVMSSpokenTail({ accountId }, { TemplateId: templateId, Tail: tail }) {
      await changeTail(deps, { accountId, templateId, tail });
      return {};
    },

    async ListUVMSSpokenTails({ accountId }) {
      const tails = await listTails(deps.sql, accountId, MOST_TAILS + 1);
      return {
        Tail: tails.find(({ templateId }) => templateId === '')?.tail ?? 'none',
        Data: tails
          .filter(({ templateId }) => templateId !== '')
          .map(({ templateId, tail }) => ({ TemplateId: templateId, Tail: tail })),
      };
    },
  };
}
