import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';
import { templateId } from './fields.ts';

const tail = () =>
  Type.Enum(
    ['none', 'refuse', 'refuse-complain'],
    notes(
      'none 不提示；refuse 提示按 9 不再接听；refuse-complain 另提示按 8 投诉',
      'none: nothing; refuse: 9 refuses further calls; refuse-complain: and 8 complains',
    ),
  );

export const updateUVMSSpokenTail = defineAction({
  name: 'UpdateUVMSSpokenTail',
  summary: {
    zh: '设置文字通知结尾的拒呼与投诉提示，按键立即生效；不传 TemplateId 为全部通知',
    en: 'Sets what is said at the end of notices in text: how to refuse further calls and to complain, by keys that act at once; without TemplateId of all notices',
  },
  permission: 'template:write',
  request: Type.Object({
    TemplateId: Type.Optional(templateId()),
    Tail: Type.Optional(tail()),
  }),
  response: Type.Object({}),
  errors: ['TEMPLATE_NOT_FOUND', 'SPOKEN_TAIL_UNFIT'],
});

export const listUVMSSpokenTails = defineAction({
  name: 'ListUVMSSpokenTails',
  summary: { zh: '查询通知结尾的拒呼与投诉提示设置', en: 'What is said at the end of notices' },
  permission: 'uvms:read',
  request: Type.Object({}),
  response: Type.Object({
    Tail: tail(),
    Data: Type.Array(
      Type.Object(
        { TemplateId: templateId(), Tail: tail() },
        notes('单独设置的模板', 'A template with a tail of its own'),
      ),
      notes('单独设置的模板', 'Templates with a tail of their own'),
    ),
  }),
  errors: [],
});
