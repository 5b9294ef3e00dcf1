import { explain, type GUIDE_ACTIONS, type Language, RET_CODES, SERVICE_STEPS } from '@herald/contract';
import { serviceGuide } from '../../flow/service/service-guide.ts';
import { LIMIT_GROUPS, LIMIT_ROWS, type Limits, unitOf } from '../../platform/limit-settings.ts';
import type { HandlersOf } from '../deps.ts';
import { checkProject, type HandlerDeps } from './deps.ts';

/** The way into service, and its bounds. */
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

    async QueryUVMSLimits({ language }) {
      const told = LIMIT_ROWS.filter(({ row }) => row.told);
      return { Data: told.map((limit) => limitAnswer(deps.limits, limit, language)) };
    },

    async ListUVMSLimits({ language }) {
      return {
        Data: LIMIT_ROWS.map((limit) => {
          const { setting, value, least, most, told } = limit.row;
          const set = { Setting: setting, Default: [value].flat().join(' '), Least: least, Most: most };
          return { ...limitAnswer(deps.limits, limit, language), ...set, Told: told ?? false };
        }),
      };
    },
  };
}

function limitAnswer(limits: Limits, { name, row }: (typeof LIMIT_ROWS)[number], language: Language) {
  const value = [limits[name]].flat().join(' ');
  return {
    Group: LIMIT_GROUPS[row.group][language],
    Title: row[language],
    Value: value,
    Unit: unitOf(row.unit, value, language),
    Clause: row.clause ?? '',
  };
}
