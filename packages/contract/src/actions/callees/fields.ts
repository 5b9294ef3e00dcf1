import { Type } from 'typebox';
import { notes } from '../../fields.ts';

/** The session of a callee who has proved the number. */
export const calleeToken = () =>
  Type.String({
    ...notes('VerifyUVMSCalleeCode 返回的会话', 'The session, as VerifyUVMSCalleeCode returned it'),
    minLength: 1,
    maxLength: 100,
  });

export const calleeSessionNo = (zh: string, en: string) =>
  Type.String({ ...notes(zh, en), minLength: 1, maxLength: 64 });

export const customerName = () =>
  Type.String(
    notes('企业名称；空为所有企业', 'The enterprise by name; empty: every enterprise of this platform'),
  );

/** 0 is every purpose. */
export const refusedPurpose = () =>
  Type.Enum(
    [0, 1, 2],
    notes('语音类型：0 全部，1 验证码，2 通知', 'Purpose: 0 every one, 1 codes, 2 notices'),
  );
