import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, projectId, purpose } from '../../fields.ts';
import { SERVICE_STEPS, type ServiceStepName } from '../../service-steps.ts';
import { listUVMSLimits, queryUVMSLimits } from './limits.ts';

const STEPS = Object.keys(SERVICE_STEPS) as ServiceStepName[];

const queryUVMSServiceGuide = defineAction({
  name: 'QueryUVMSServiceGuide',
  summary: {
    zh: '开通向导：十个步骤各完成到哪里、下一步做什么，以及现在发送会因何被拒绝',
    en: 'The way into service: which of the ten steps are done, what is next, and why a send would be refused now',
  },
  permission: 'uvms:read',
  request: Type.Object({ ProjectId: projectId() }),
  response: Type.Object({
    Steps: Type.Array(
      Type.Object(
        {
          Step: Type.Enum(STEPS, notes('步骤', 'Step')),
          Title: Type.String(notes('步骤名称', 'Its name')),
          State: Type.Enum(
            ['done', 'in-review', 'rejected', 'to-do'],
            notes(
              '状态：done 已完成，in-review 审核中，rejected 未通过，to-do 待办',
              'State: done, in-review, rejected, to-do',
            ),
          ),
          Optional: Type.Boolean(notes('不做也能发送', 'Whether sending works without it')),
          Todo: Type.String(notes('要做的事，已完成时为空', 'What to do, empty when it is done')),
          Actions: Type.Array(Type.String(), notes('要调用的接口', 'The Actions that do it')),
        },
        notes('一个步骤', 'One step'),
      ),
      notes('十个步骤，按顺序', 'The ten steps, in order'),
    ),
    Next: Type.String(
      notes(
        '下一步；全部完成，或都在等待审核时为空',
        'The next step; empty when all is done, or waits for a review',
      ),
    ),
    CanSend: Type.Boolean(
      notes('现在是否有可以发送的模板', 'Whether there is a template that could be sent now'),
    ),
    Sends: Type.Array(
      Type.Object(
        {
          Purpose: purpose(),
          TemplateId: Type.String(
            notes('所依据的模板，没有则为空', 'The template it was asked for, empty when there is none'),
          ),
          WouldSend: Type.Boolean(notes('现在发送是否会被接受', 'Whether a send would be accepted now')),
          Refusals: Type.Array(
            Type.Object(
              {
                Rule: Type.String(notes('规则名称', 'Name of the rule')),
                Clause: Type.String(notes('依据的条款', 'The clause it comes from')),
                RetCode: Type.Integer(notes('发送会得到的返回码', 'The RetCode that a send would get')),
                Reason: Type.String(notes('原因与下一步', 'Why, and what to do next')),
              },
              notes('一条拒绝的规则', 'A rule that refuses'),
            ),
            notes('全部拒绝的规则', 'All rules that refuse'),
          ),
        },
        notes('一种语音类型', 'One purpose'),
      ),
      notes('验证码与通知各自的情况', 'Codes and notices, each'),
    ),
  }),
  errors: ['PROJECT_UNKNOWN'],
});

/** The way into service, and its bounds. */
export const GUIDE_ACTIONS = {
  QueryUVMSServiceGuide: queryUVMSServiceGuide,
  QueryUVMSLimits: queryUVMSLimits,
  ListUVMSLimits: listUVMSLimits,
} as const;
