import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { projectId, sessionNo } from '../../fields.ts';

export const downloadUVMSSandboxSound = defineAction({
  name: 'DownloadUVMSSandboxSound',
  summary: {
    zh: '沙箱中被叫听到的声音（WAV，8 kHz 单声道），呼叫结束后片刻才有；只保留最近的若干条。失败时是 JSON',
    en: 'What the callee heard in the sandbox (WAV, 8 kHz, mono), there a moment after the call is over; only the newest are kept. JSON where it is refused',
  },
  permission: 'uvms:read',
  file: 'download',
  request: Type.Object({ SessionNo: sessionNo(), ProjectId: projectId() }),
  response: Type.Object({}),
  errors: ['PROJECT_UNKNOWN', 'MESSAGE_NOT_FOUND', 'SANDBOX_SOUND_NOT_FOUND'],
});
