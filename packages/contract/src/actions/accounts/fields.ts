import { Type } from 'typebox';
import { notes } from '../../fields.ts';
import { MEMBER_ROLES, type MemberRole, OPERATOR_ROLES, type OperatorRole } from '../../permissions.ts';

export const email = () =>
  Type.String({
    ...notes('邮箱，不区分大小写', 'E-mail address; case does not matter'),
    pattern: '^[^\\s@<>",;:()\\[\\]\\\\]{1,64}@[^\\s@<>",;:()\\[\\]\\\\]{1,189}$',
    maxLength: 254,
    examples: ['owner@example.com'],
  });

export const password = (zh = '密码，至少 10 个字符', en = 'Password, at least 10 characters') =>
  Type.String({ ...notes(zh, en), minLength: 1, maxLength: 128 });

export const personName = () =>
  Type.Optional(Type.String({ ...notes('姓名', 'Name of the person'), maxLength: 64 }));

export const language = () => Type.Enum(['zh', 'en'], notes('邮件语言', 'Language of mails'));

export const emailCode = () =>
  Type.String({
    ...notes('邮件中的 6 位验证码', 'The six digits from the e-mail'),
    pattern: '^[0-9]{6}$',
    examples: ['482913'],
  });

/** The secret of a link that was mailed. */
export const linkToken = () =>
  Type.String({ ...notes('邮件链接中的令牌', 'The token from the link in the e-mail'), maxLength: 128 });

export const memberId = () => Type.String({ ...notes('成员 ID', 'Member'), minLength: 1, maxLength: 64 });

export const memberRole = () =>
  Type.Enum(
    Object.keys(MEMBER_ROLES) as MemberRole[],
    notes(
      '角色：owner 所有者，developer 开发，finance 财务，operations 运营，read-only 只读',
      'Role: owner, developer, finance, operations, read-only',
    ),
  );

export const operatorId = () =>
  Type.String({ ...notes('运营人员 ID', 'One of the staff'), minLength: 1, maxLength: 64 });

export const operatorRole = () =>
  Type.Enum(
    Object.keys(OPERATOR_ROLES) as OperatorRole[],
    notes(
      '角色：reviewer 审核，finance 财务，operations 运营，compliance 合规，admin 管理员',
      'Role: reviewer, finance, operations, compliance, admin',
    ),
  );

/** Invited: has not accepted yet and cannot log in. */
export const personStatus = () =>
  Type.Enum(
    ['invited', 'active', 'disabled'],
    notes('状态：invited 已邀请，active 正常，disabled 已停用', 'Status: invited, active, disabled'),
  );

export const total = () => Type.Integer(notes('总数', 'How many there are'));

export const totpCode = () =>
  Type.String({
    ...notes(
      '验证器应用中的 6 位验证码，启用两步验证后需要',
      'Six digits of the authenticator app, where a second factor is on',
    ),
    pattern: '^[0-9]{6}$',
  });

export const sessionId = () => Type.String({ ...notes('会话 ID', 'Session'), minLength: 1, maxLength: 64 });

export const projectName = () =>
  Type.String({ ...notes('项目名称', 'Name of the project'), minLength: 1, maxLength: 64 });

/** Which projects somebody may use: all, or those that are listed. */
export const projectScope = () => ({
  AllProjects: Type.Optional(
    Type.Boolean(
      notes(
        'true 可用全部项目（默认）；false 只可用 ProjectIds 中的项目',
        'true: all projects (default); false: those of ProjectIds',
      ),
    ),
  ),
  ProjectIds: Type.Optional(
    Type.Array(Type.String({ ...notes('项目 ID', 'Project'), minLength: 1, maxLength: 64 }), {
      ...notes('可用的项目', 'The projects in scope'),
      maxItems: 100,
    }),
  ),
});

export const publicKey = () =>
  Type.String({ ...notes('公钥', 'The public key'), minLength: 1, maxLength: 128 });

/** An allow-list in a request. */
export const ipList = (zh: string, en: string) =>
  Type.Optional(
    Type.Array(
      Type.String({
        ...notes(
          'IP 地址或 CIDR 网段；any 表示不限制',
          'IP address or CIDR block; any lifts the restriction',
        ),
        minLength: 1,
        maxLength: 50,
        examples: ['203.0.113.0/24'],
      }),
      { ...notes(zh, en), maxItems: 50 },
    ),
  );

/** An allow-list in an answer: empty where every address is admitted. */
export const ipsAnswered = (zh: string, en: string) =>
  Type.Array(Type.String(notes('IP 地址或 CIDR 网段', 'IP address or CIDR block')), notes(zh, en));

/** What a log-in answers. */
export const loggedIn = () => ({
  SessionId: sessionId(),
  Token: Type.Optional(
    Type.String(
      notes(
        '会话令牌，以 Authorization: Bearer 携带；Cookie=true 时不返回',
        'Token of the session, sent as Authorization: Bearer; left out with Cookie=true',
      ),
    ),
  ),
  ExpireTime: Type.Integer(
    notes('会话最晚结束时间，Unix 毫秒', 'When the session ends at the latest, Unix milliseconds'),
  ),
});

/** How a log-in hands out its token. */
export const cookie = () =>
  Type.Optional(
    Type.Boolean({
      ...notes(
        '网页使用 true：令牌只写入脚本读不到的 Cookie',
        'For web pages true: the token goes into a cookie that no script can read, and nowhere else',
      ),
      default: false,
    }),
  );

/** What a log-in asks. */
export const logIn = () => ({
  Email: email(),
  Password: password('密码', 'Password'),
  TotpCode: Type.Optional(totpCode()),
  RecoveryCode: Type.Optional(
    Type.String({ ...notes('恢复码，代替验证器', 'A recovery code, in place of the app'), maxLength: 32 }),
  ),
  Cookie: cookie(),
});
