import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { calleeToken } from './fields.ts';

export const eraseUVMSCalleeData = defineAction({
  name: 'EraseUVMSCalleeData',
  summary: {
    zh: '被叫要求删除本号码在所有客户处的数据；拒绝保留（只存带密钥摘要）。等待中的消息结束后完成，会话随之结束',
    en: 'The callee has what is held of the number erased, at every customer; refusals stay, by a keyed hash. It is done once nothing to the number waits, and the session ends with it',
  },
  realm: 'public',
  request: Type.Object({ CalleeToken: calleeToken() }),
  response: Type.Object({}),
  errors: ['CALLEE_SESSION_OVER'],
});

export const exportUVMSCalleeData = defineAction({
  name: 'ExportUVMSCalleeData',
  summary: {
    zh: '被叫取得本号码在所有客户处的数据（JSON）：来电（何时、谁、目的、模板文字）、拒绝、投诉、录音同意、删除请求、测试被叫、呼入',
    en: 'The callee takes what is held of the number at all customers (JSON): calls (when, who, purpose, text of the template), refusals, complaints, consents, erasures, test-callee entries, calls in',
  },
  realm: 'public',
  file: 'download',
  request: Type.Object({ CalleeToken: calleeToken() }),
  response: Type.Object({}),
  errors: ['CALLEE_SESSION_OVER'],
});
