import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';
import { APP_KINDS, type AppKind } from '../../qualification.ts';
import { appId, keysOf, reason, state, text } from './fields.ts';

const kind = () =>
  Type.Enum(
    keysOf<AppKind>(APP_KINDS),
    notes(
      '类型：app APP，mini-program 小程序或公众号，website 网站，other 其他',
      'Kind: app, mini-program (or official account), website, other',
    ),
  );

const app = {
  Name: text('应用名称', 'Name of the app', 40, '传话商城'),
  Kind: kind(),
  Identifier: text(
    '唯一标识：APP 的包名、小程序的 AppID、网站的 ICP 备案号',
    'What tells it apart: package of an app, AppID of a mini-program, ICP record of a website',
    100,
    'com.example.shop',
  ),
  OwnedByEnterprise: Type.Boolean(
    notes(
      '是否属于本企业；不属于时，证明须为权利人的授权书',
      'Whether it belongs to the enterprise; else the proof is the owner’s letter of authorisation',
    ),
  ),
  Proof: Type.String({
    ...notes(
      '证明的 FileId：著作权登记、后台截图、备案页，或授权书',
      'FileId of the proof: registration, screenshot of its back office, ICP page, or the authorisation',
    ),
    minLength: 1,
    maxLength: 64,
  }),
};

export const createUVMSApp = defineAction({
  name: 'CreateUVMSApp',
  summary: {
    zh: '登记应用并提交审核，需企业已通过',
    en: 'Registers an app and submits it for review; the enterprise must be approved',
  },
  permission: 'enterprise:write',
  request: Type.Object(app),
  response: Type.Object({ AppId: appId(), State: state() }),
  errors: ['ENTERPRISE_NOT_APPROVED', 'APPS_TOO_MANY', 'APP_SERVES_ANOTHER', 'FILE_NOT_FOUND'],
});

export const updateUVMSApp = defineAction({
  name: 'UpdateUVMSApp',
  summary: {
    zh: '修改草稿或未通过的应用，并再次提交审核',
    en: 'Changes an app that is a draft or was rejected, and submits it again',
  },
  permission: 'enterprise:write',
  request: Type.Object({ AppId: appId(), ...app }),
  response: Type.Object({ AppId: appId(), State: state() }),
  errors: [
    'APP_NOT_FOUND',
    'QUALIFICATION_STATE',
    'ENTERPRISE_NOT_APPROVED',
    'APP_SERVES_ANOTHER',
    'FILE_NOT_FOUND',
  ],
});

export const withdrawUVMSApp = defineAction({
  name: 'WithdrawUVMSApp',
  summary: {
    zh: '撤回审核中的应用，回到草稿',
    en: 'Takes back an app that is in review; it is a draft again',
  },
  permission: 'enterprise:write',
  request: Type.Object({ AppId: appId() }),
  response: Type.Object({ AppId: appId(), State: state() }),
  errors: ['APP_NOT_FOUND', 'QUALIFICATION_STATE'],
});

export const queryUVMSApp = defineAction({
  name: 'QueryUVMSApp',
  summary: { zh: '查询账号的应用', en: 'Lists the apps of the account' },
  permission: 'enterprise:read',
  request: Type.Object({ AppId: Type.Optional(appId()) }),
  response: Type.Object({
    Total: Type.Integer(notes('个数', 'How many')),
    Data: Type.Array(
      Type.Object(
        {
          AppId: appId(),
          AppKey: Type.String(notes('AppKey，通过审核后才有', 'AppKey; empty until it is approved')),
          Name: Type.String(notes('应用名称', 'Name')),
          Kind: kind(),
          Identifier: Type.String(notes('唯一标识', 'What tells it apart')),
          State: state(),
          Enabled: Type.Boolean(notes('是否启用', 'Whether it is enabled')),
          Offline: Type.Boolean(
            notes(
              '是否被平台下线；下线期间启用也不能发送',
              'Whether the operator took it offline; then it cannot send, enabled or not',
            ),
          ),
          SecretTime: milliseconds(
            '当前 AppSecret 的生成时间，没有为 0',
            'When its AppSecret was made, 0 where it has none',
          ),
          Reason: reason(),
          CreateTime: milliseconds('创建时间', 'When it was created'),
        },
        notes('一个应用', 'One app'),
      ),
      notes('应用，最新的在前', 'Apps, the newest first'),
    ),
  }),
  errors: ['APP_NOT_FOUND'],
});

export const resetUVMSAppSecret = defineAction({
  name: 'ResetUVMSAppSecret',
  summary: {
    zh: '生成新的 AppSecret，只在本次返回中出现；首次生成也用它；旧的立即失效，或按 GraceMinutes 保留',
    en: 'Makes a new AppSecret, shown in this answer only, the first one too; the old one stops at once, or after GraceMinutes',
  },
  permission: 'keys:manage',
  request: Type.Object({
    AppId: appId(),
    GraceMinutes: Type.Optional(
      Type.Integer({
        ...notes('旧 AppSecret 继续有效的分钟数', 'Minutes for which the old AppSecret goes on working'),
        minimum: 0,
        maximum: 1440,
        default: 0,
      }),
    ),
  }),
  response: Type.Object({
    AppKey: Type.String(notes('应用的 AppKey', 'The AppKey')),
    AppSecret: Type.String(notes('AppSecret，只显示一次', 'AppSecret, shown once')),
  }),
  errors: ['APP_NOT_FOUND', 'QUALIFICATION_STATE'],
});

export const updateUVMSAppStatus = defineAction({
  name: 'UpdateUVMSAppStatus',
  summary: {
    zh: '启用或停用应用；停用在一秒内对所有节点生效',
    en: 'Enables or disables an app; disabled within a second everywhere',
  },
  permission: 'keys:manage',
  request: Type.Object({ AppId: appId(), Enabled: Type.Boolean(notes('是否启用', 'Whether it is enabled')) }),
  response: Type.Object({
    AppId: appId(),
    Enabled: Type.Boolean(notes('是否启用', 'Whether it is enabled')),
  }),
  errors: ['APP_NOT_FOUND', 'QUALIFICATION_STATE', 'APP_OFFLINE'],
});

export const reportUVMSAppLeak = defineAction({
  name: 'ReportUVMSAppLeak',
  summary: {
    zh: '报告 AppSecret 泄露：立即作废（一秒内对所有节点生效）并由平台调查；可马上用 ResetUVMSAppSecret 换新',
    en: 'Reports that an AppSecret has leaked: it is void at once, within a second everywhere, and the operator looks into it; ResetUVMSAppSecret gives a new one right away',
  },
  permission: 'keys:manage',
  request: Type.Object({
    AppId: appId(),
    Remark: text('情况说明：何时、如何发现', 'What is known: when and how it was found', 500),
  }),
  response: Type.Object({ AppId: appId() }),
  errors: ['APP_NOT_FOUND', 'QUALIFICATION_STATE'],
});

export const deleteUVMSApp = defineAction({
  name: 'DeleteUVMSApp',
  summary: { zh: '删除应用及其密钥，不可恢复', en: 'Deletes an app and its secret, for good' },
  permission: 'enterprise:write',
  request: Type.Object({ AppId: appId() }),
  response: Type.Object({ AppId: appId() }),
  errors: ['APP_NOT_FOUND'],
});
