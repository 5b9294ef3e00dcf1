import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';
import { calleeSessionNo, calleeToken } from './fields.ts';

export const complainUVMSCall = defineAction({
  name: 'ComplainUVMSCall',
  summary: {
    zh: '被叫投诉一次来电；该企业今后不能再致电本号码。同一次来电再次投诉即为同一件投诉',
    en: 'Complains about a call; its enterprise may not call this number again. Said twice of one call, it is one complaint',
  },
  realm: 'public',
  request: Type.Object({
    CalleeToken: calleeToken(),
    SessionNo: calleeSessionNo('投诉的来电', 'The call that is complained about'),
    Kind: Type.Enum(
      ['harassment', 'marketing', 'fraud', 'content', 'frequency', 'called-after-refusal', 'other'],
      notes(
        '种类：harassment 骚扰，marketing 营销，fraud 诈骗，content 内容不当，frequency 过于频繁，called-after-refusal 拒绝后仍来电，other 其他',
        'Kind: harassment, marketing, fraud, content that is not fit, frequency, called after a refusal, other',
      ),
    ),
    Words: Type.Optional(Type.String({ ...notes('说明', 'In the callee’s own words'), maxLength: 1000 })),
  }),
  response: Type.Object({
    ComplaintId: Type.String(notes('投诉编号', 'Id of the complaint, to quote')),
  }),
  errors: ['CALLEE_SESSION_OVER', 'CALLEE_CALL_UNKNOWN'],
});
