import { HeraldError, type TEMPLATE_ACTIONS } from '@herald/contract';
import { listTemplates, variableCount } from '../../modules/templates/index.ts';
import type { HandlersOf } from '../deps.ts';
import { checkProject, type HandlerDeps } from './deps.ts';

/** Templates: what may be said. */
export function templateHandlers({ sql }: HandlerDeps): HandlersOf<typeof TEMPLATE_ACTIONS> {
  return {
    async QueryUVMSTemplate(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const limit = request.NumPerPage ?? 10;
      const { total, templates } = await listTemplates(sql, {
        accountId: caller.accountId,
        templateId: request.TemplateId,
        status: request.Status,
        purpose: request.Purpose,
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      if (request.TemplateId !== undefined && total === 0) {
        throw new HeraldError('TEMPLATE_NOT_FOUND', { templateId: request.TemplateId });
      }
      return {
        Total: total,
        Data: templates.map((template) => ({
          TemplateId: template.templateId,
          Name: template.name,
          Purpose: template.purpose,
          Language: template.language,
          Content: template.content,
          Variables: variableCount(template.content),
          AllDay: template.allDay,
          Status: template.status,
          Remark: template.remark,
          CreateTime: template.createdAt.getTime(),
          UpdateTime: template.updatedAt.getTime(),
        })),
      };
    },
  };
}
