import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, projectId, receipt, sessionNo } from '../../fields.ts';

export const getUVMSReceipt = defineAction({
  name: 'GetUVMSReceipt',
  summary: {
    zh: '主动查询一条消息的回执及其推送情况',
    en: 'Pulls the receipt of one message and how its push went',
  },
  permission: 'uvms:read',
  request: Type.Object({ SessionNo: sessionNo(), ProjectId: projectId() }),
  response: Type.Object({
    SessionNo: sessionNo(),
    Final: Type.Boolean(notes('是否已有回执', 'Whether there is a receipt yet')),
    Receipt: Type.Optional(receipt()),
    Resolution: Type.Optional(
      Type.Object(
        {
          Answered: Type.Boolean(notes('是否接通', 'Whether it was answered')),
          AnswerTime: milliseconds(
            '接听时间，未接听或不知道为 0',
            'Answer, 0 when there was none or it is not told',
          ),
          Duration: Type.Integer(notes('通话秒数', 'Seconds of talk')),
          Time: milliseconds('得知的时间', 'When this became known'),
        },
        notes(
          '回执为未知时，事后由运营商话单得知的结果；回执与费用不变',
          'Where the receipt is unknown: what the carrier’s records told later. Receipt and charge stay as they are',
        ),
      ),
    ),
    Push: Type.Optional(
      Type.Object(
        {
          State: Type.Enum(
            ['none', 'pending', 'delivered', 'dead'],
            notes(
              '推送状态：none 未设置地址，pending 推送中，delivered 已送达，dead 已放弃',
              'State of the push: none (no URL set), pending, delivered, dead (given up)',
            ),
          ),
          Attempts: Type.Integer(notes('已尝试次数', 'Attempts made')),
        },
        notes('回执推送', 'The push of the receipt'),
      ),
    ),
  }),
  errors: ['PROJECT_UNKNOWN', 'MESSAGE_NOT_FOUND'],
});
