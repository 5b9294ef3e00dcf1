import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';
import { cookie, loggedIn } from './fields.ts';

const realm = () =>
  Type.Enum(
    ['customer', 'operator'],
    notes('customer 客户成员，operator 平台运营人员', 'customer: a member, operator: staff'),
  );

const ticket = () =>
  Type.String({
    ...notes(
      '只由发起登录的浏览器保存，10 分钟内可用一次',
      'Kept by the browser that began the log-in alone; for one use within 10 minutes',
    ),
    minLength: 1,
    maxLength: 128,
  });

export const beginOidcLogin = defineAction({
  name: 'BeginOidcLogin',
  summary: {
    zh: '发起单点登录（OpenID Connect）：返回要跳转的地址',
    en: 'Begins a single sign-on (OpenID Connect): answers where the browser goes',
  },
  realm: 'public',
  request: Type.Object({ Realm: Type.Optional(realm()) }),
  response: Type.Object({
    Url: Type.String(notes('浏览器跳转到此地址', 'The browser goes there')),
    Ticket: ticket(),
  }),
  errors: ['OIDC_OFF', 'OIDC_REFUSED', 'ATTEMPTS_BLOCKED'],
});

export const finishOidcLogin = defineAction({
  name: 'FinishOidcLogin',
  summary: {
    zh: '完成单点登录：以浏览器返回时的查询字符串换取会话',
    en: 'Completes a single sign-on: a session for the query with which the browser came back',
  },
  realm: 'public',
  request: Type.Object({
    Ticket: ticket(),
    Response: Type.String({
      ...notes('返回地址中 ? 之后的全部内容', 'All that follows the ? of the address it came back to'),
      minLength: 1,
      maxLength: 4096,
    }),
    Cookie: cookie(),
  }),
  response: Type.Object({ ...loggedIn(), Realm: realm() }),
  errors: ['LINK_INVALID', 'OIDC_OFF', 'OIDC_REFUSED', 'LOGIN_DISABLED', 'IP_REFUSED'],
});
