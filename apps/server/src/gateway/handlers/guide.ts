import { explain, type GUIDE_ACTIONS, RET_CODES, SERVICE_STEPS } from '@herald/contract';
import { serviceGuide } from '../../flow/service/service-guide.ts';
import type { HandlersOf } from '../deps.ts';
import { checkProject, type HandlerDeps } from './deps.ts';

/** The way into service. */
export function guideHandlers(deps: HandlerDeps): HandlersOf<typeof GUIDE_ACTIONS> {
  return {
    async QueryUVMSServiceGuide(caller, request) {
      await checkProject(deps.sql, caller, request.ProjectId);
      const { accountId, requestId, language } = caller;
      const guide = await serviceGuide(deps, { accountId, requestId, projectId: request.ProjectId });
      const sends = guide.sends.map(({ purpose, templateId, refusals }) => ({
        Purpose: purpose,
        TemplateId: templateId ?? '',
        WouldSend: refusals.length === 0,
        Refusals: refusals.map(({ rule, clause, refusal }) => {
          const { code } = RET_CODES[refusal.name];
          return {
            Rule: rule,
            Clause: clause,
            RetCode: code,
            Reason: explain(code, language, refusal.details),
          };
        }),
      }));
      return {
        Steps: guide.steps.map(({ step, state, optional }) => ({
          Step: step,
          Title: SERVICE_STEPS[step].title[language],
          State: state,
          Optional: optional,
          Todo: state === 'done' ? '' : SERVICE_STEPS[step].todo[language],
          Actions: [...SERVICE_STEPS[step].actions],
        })),
        Next: guide.next ?? '',
        CanSend: sends.some(({ WouldSend }) => WouldSend),
        Sends: sends,
      };
    },
  };
}
