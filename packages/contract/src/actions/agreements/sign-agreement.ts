import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';
import { hash, version } from './fields.ts';

export const acceptUVMSAgreement = defineAction({
  name: 'AcceptUVMSAgreement',
  summary: {
    zh: '接受协议：接受现行版本即开通服务；也可提前签署即将生效的版本',
    en: 'Accepts the agreement: the version in force opens the service; the coming one can be signed ahead',
  },
  permission: 'agreement:sign',
  request: Type.Object({ Version: version(), Hash: hash() }),
  response: Type.Object({
    State: Type.Enum(['active', 'ending'], notes('服务状态', 'State of the service')),
  }),
  errors: [
    'AGREEMENT_VERSION_UNKNOWN',
    'AGREEMENT_NOT_CURRENT',
    'AGREEMENT_TEXT_DIFFERS',
    'AGREEMENT_NOT_ACCEPTED',
    'AGREEMENT_REFUSED',
  ],
});

export const refuseUVMSAgreement = defineAction({
  name: 'RefuseUVMSAgreement',
  summary: {
    zh: '书面拒绝即将生效的版本：服务在其生效时终止，此前可以撤回',
    en: 'Refuses the coming version in writing: the service ends when it takes effect; can be taken back until then',
  },
  permission: 'agreement:sign',
  request: Type.Object({
    Version: version(),
    Reason: Type.String({
      ...notes('拒绝的理由', 'Why'),
      minLength: 1,
      maxLength: 2000,
    }),
  }),
  response: Type.Object({ ServiceEndTime: milliseconds('服务终止时间', 'When the service ends') }),
  errors: [
    'AGREEMENT_VERSION_UNKNOWN',
    'AGREEMENT_NOT_REFUSABLE',
    'AGREEMENT_NOT_ACCEPTED',
    'AGREEMENT_REFUSED',
    'AGREEMENT_SIGNED',
  ],
});

export const cancelUVMSAgreementRefusal = defineAction({
  name: 'CancelUVMSAgreementRefusal',
  summary: { zh: '撤回拒绝，服务照常继续', en: 'Takes a refusal back; the service goes on' },
  permission: 'agreement:sign',
  request: Type.Object({}),
  response: Type.Object({}),
  errors: ['AGREEMENT_NOTHING_REFUSED'],
});

export const queryUVMSAgreementState = defineAction({
  name: 'QueryUVMSAgreementState',
  summary: {
    zh: '查询本账号的协议状态：接受了哪一版，什么将生效，服务是否继续',
    en: 'Where this account stands: what it accepted, what is coming, whether its service goes on',
  },
  permission: 'uvms:read',
  request: Type.Object({}),
  response: Type.Object({
    State: Type.Enum(
      ['not-accepted', 'active', 'ending', 'ended'],
      notes(
        'not-accepted 未接受，active 正常，ending 已拒绝新版、到期终止，ended 已终止',
        'not-accepted, active, ending (it refused the coming version), ended',
      ),
    ),
    AcceptedVersion: Type.Integer(
      notes('对本账号有效的版本，没有为 0', 'The version in force for it, 0 when none'),
    ),
    How: Type.Enum(
      ['', 'signed', 'silence', 'law'],
      notes('signed 签署，silence 期满未拒绝，law 依法立即生效', 'Signed, by silence, or at once by law'),
    ),
    Signer: Type.String(notes('签署人：子账号或公钥', 'Who signed: a member or a public key')),
    AcceptTime: milliseconds('接受时间，没有为 0', 'When, 0 when never'),
    CurrentVersion: Type.Integer(notes('现行版本', 'The version in force')),
    ComingVersion: Type.Integer(
      notes('即将生效的版本，没有为 0', 'The coming version, 0 when there is none'),
    ),
    ComingTime: milliseconds(
      '其生效时间，也是可以拒绝的截止时间',
      'When it takes effect; until then it can be refused',
    ),
    ComingSigned: Type.Boolean(notes('是否已提前签署', 'Whether it was signed ahead')),
    RefusalReason: Type.String(notes('拒绝的理由，没有为空', 'Why it was refused; empty when it was not')),
    ServiceEndTime: milliseconds(
      '服务终止时间，没有为 0',
      'When the service ends or ended, 0 when it goes on',
    ),
  }),
  errors: [],
});
