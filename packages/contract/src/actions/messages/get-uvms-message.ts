import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import {
  charge,
  decision,
  milliseconds,
  notes,
  projectId,
  purpose,
  receipt,
  sessionNo,
} from '../../fields.ts';

export const getUVMSMessage = defineAction({
  name: 'GetUVMSMessage',
  summary: {
    zh: '查询一条消息的全过程：判断依据、呼叫进展、费用与回执；呼叫过程中可反复查询',
    en: 'The whole way of one message: decisions, progress of the call, charge and receipt; may be asked while it rings',
  },
  permission: 'uvms:read',
  request: Type.Object({ SessionNo: sessionNo(), ProjectId: projectId() }),
  response: Type.Object({
    SessionNo: sessionNo(),
    State: Type.Enum(
      ['queued', 'held', 'claimed', 'dialling', 'ended'],
      notes(
        '状态：queued 排队，held 因无款项可支付而暂停（见 HeldTime），claimed 即将呼叫，dialling 呼叫中，ended 已结束',
        'State: queued, held (nothing pays for it, see HeldTime), claimed (about to be dialled), dialling (in a call), ended',
      ),
    ),
    HeldTime: Type.Optional(
      milliseconds(
        '暂停起始时间：预留的款项已被冲正，充值或购买套餐后自动恢复；到期仍未恢复则以 expired 结束，不计费（条款 3.6）',
        'Since when it is held: the money that was reserved for it was taken back. It goes on by itself after a top-up or a purchase, and else ends as expired, unpaid (3.6)',
      ),
    ),
    Phone: Type.String(notes('被叫号码', 'Called number')),
    ShowNumber: Type.String(
      notes('外显号码，呼叫前为空', 'Number shown to the callee; empty before the call'),
    ),
    TemplateId: Type.String(notes('模板 ID', 'Template')),
    Purpose: purpose(),
    UserId: Type.String(notes('发送时的 UserId', 'The UserId given at sending')),
    SubmitTime: milliseconds('提交时间', 'When it was accepted'),
    CallId: Type.Optional(
      Type.String(notes('SIP Call-ID，用于与运营商对账', 'SIP Call-ID, to compare with the carrier’s')),
    ),
    ChannelId: Type.Optional(Type.String(notes('中继', 'Trunk'))),
    Timeline: Type.Array(
      Type.Object(
        {
          At: milliseconds('时间', 'When'),
          State: Type.String(
            notes(
              '进展：accepted、dialling、ringing、early-media、answered、answered-by（接听者：person 真人、machine 语音信箱、unsure 不能确定）、playing、played、digit、ended',
              'Progress: accepted, dialling, ringing, early-media, answered, answered-by (who: person, machine, unsure), playing, played, digit, ended',
            ),
          ),
          Detail: Type.Optional(Type.String(notes('补充', 'More about it'))),
        },
        notes('一步进展', 'One step'),
      ),
      notes('呼叫进展，按时间排列', 'Progress of the call, in order of time'),
    ),
    Decisions: Type.Array(
      decision(),
      notes('接收消息时每条规则的结论', 'Every rule’s verdict at acceptance'),
    ),
    Reserved: charge('接收时预留的费用', 'What was reserved at acceptance'),
    Charge: Type.Optional(charge('实际费用，结束后才有', 'What was charged; present once it is over')),
    Digits: Type.String(notes('被叫按下的键', 'Keys that the callee pressed')),
    Ladder: Type.Optional(
      Type.Array(
        Type.Object(
          {
            At: milliseconds('时间', 'When'),
            Direction: Type.Enum(
              ['out', 'in'],
              notes('out 平台发出，in 运营商发来', 'out: from the platform; in: from the carrier'),
            ),
            Message: Type.String(
              notes('请求的方法或响应的状态码', 'Method of a request, status of a response'),
            ),
            Method: Type.String(notes('所属请求的方法', 'Method of the request it belongs to')),
            CallId: Type.String(notes('SIP 呼叫标识（Call-ID）', 'SIP Call-ID')),
            ChannelId: Type.String(notes('中继', 'Trunk')),
          },
          notes('一条 SIP 消息', 'One SIP message'),
        ),
        notes(
          '每次呼叫的 SIP 消息，按时间排列，重传也在内；每次呼叫最多 64 条，到平台发出 BYE 为止。呼叫结束后才有，仅供查看',
          'The SIP messages of each call in order of time, retransmissions included, at most 64 a call and up to a BYE of ours; there once the call is over, for people who look',
        ),
      ),
    ),
    Quality: Type.Optional(
      Type.Object(
        {
          MeasuredAt: Type.Enum(
            ['callee', 'platform'],
            notes(
              '测量位置：callee 被叫侧报告的、它收到的声音；platform 被叫侧不发报告时，平台收到的被叫声音',
              'Where it was measured: callee (our sound as the callee’s side reported it) or platform (the callee’s sound as it arrived, where that side sends no reports)',
            ),
          ),
          Mos: Type.Number(
            notes(
              '通话质量评分（ITU-T G.107），1 至 4.5，4 以上为良好',
              'Estimated quality of the sound (MOS, ITU-T G.107), 1 to 4.5; good from 4 on',
            ),
          ),
          LossPercent: Type.Number(notes('丢包率，百分比', 'Packets lost, percent')),
          JitterMs: Type.Number(notes('抖动，毫秒', 'Jitter, milliseconds')),
          RoundTripMs: Type.Optional(
            Type.Number(notes('往返时延，毫秒', 'Time there and back, milliseconds')),
          ),
        },
        notes(
          '声音质量，来自 RTP 与 RTCP；接通且有数据时才有',
          'How the sound went, by RTP and RTCP; present once an answered call is over and something is known',
        ),
      ),
    ),
    Receipt: Type.Optional(receipt()),
  }),
  errors: ['PROJECT_UNKNOWN', 'MESSAGE_NOT_FOUND'],
});
