import type { Words } from './words.ts';

/**
 * One RetCode: what happened and what to do next, in both languages.
 * `{name}` places are filled from the error's details.
 */
export interface RetCodeRow extends Words {
  readonly code: number;
  /** Clause of the agreement, `api` (the published Action API) or `rules` (published business rules). */
  readonly source: string;
  /** Whether the same request can succeed later without being changed. */
  readonly retry: boolean;
}

/** Answers of the gateway itself, with the codes that existing SDKs know. */
export const GATEWAY_CODES = {
  TIMED_OUT: {
    code: 110,
    source: 'api',
    retry: true,
    zh: '请求在 {seconds} 秒内未处理完，结果未知。请先查询发送记录；重试时带上同一个 ClientToken，就不会重复呼叫。',
    en: 'The request was not done within {seconds} s; its result is unknown. Look at the send records first; retry with the same ClientToken so that nobody is called twice.',
  },
  GATEWAY_FAULT: {
    code: 130,
    source: 'api',
    retry: true,
    zh: '网关暂时无法完成鉴权。请稍后重试；若持续出现，请把响应头 X-UCLOUD-REQUEST-UUID 提供给平台。',
    en: 'The gateway cannot authenticate requests at the moment. Retry shortly; if it persists, give the operator the X-UCLOUD-REQUEST-UUID response header.',
  },
  SERVICE_UNAVAILABLE: {
    code: 150,
    source: 'api',
    retry: true,
    zh: '服务暂时不可用。请稍后重试（发送请带同一个 ClientToken）；若持续出现，请把响应头 X-UCLOUD-REQUEST-UUID 提供给平台。',
    en: 'The service is unavailable. Retry shortly (sends with the same ClientToken); if it persists, give the operator the X-UCLOUD-REQUEST-UUID response header.',
  },
  RATE_LIMITED: {
    code: 153,
    source: 'api',
    retry: true,
    zh: '该密钥的请求过于频繁，上限为每秒 {perSecond} 次。请在 {waitMs} 毫秒后重试，或联系平台提高上限。',
    en: 'This key sends too many requests; the limit is {perSecond} a second. Retry in {waitMs} ms, or ask the operator for a higher limit.',
  },
  ACTION_MISSING: {
    code: 160,
    source: 'api',
    retry: false,
    zh: '缺少参数 Action。请指定要调用的接口，例如 Action=SendUVMSMessage；接口列表见 /docs。',
    en: 'The parameter Action is missing. Name the Action to call, e.g. Action=SendUVMSMessage; /docs lists them.',
  },
  ACTION_UNKNOWN: {
    code: 161,
    source: 'api',
    retry: false,
    zh: '接口 {action} 不存在。请检查大小写与拼写；接口列表见 /docs。',
    en: 'There is no Action {action}. Check its spelling and case; /docs lists the Actions.',
  },
  SIGNATURE_MISSING: {
    code: 170,
    source: 'api',
    retry: false,
    zh: '缺少参数 {name}。请用 API 密钥的公钥和私钥对请求签名；算法与示例见 /docs。',
    en: 'The parameter {name} is missing. Sign the request with your public and private key; /docs shows how.',
  },
  SIGNATURE_WRONG: {
    code: 171,
    source: 'api',
    retry: false,
    zh: '签名不正确。请检查私钥，并确认除 Signature 外的全部参数都按名称排序参与签名、且未做 URL 编码；算法与示例见 /docs。',
    en: 'The signature is wrong. Check the private key, and that every parameter except Signature is signed, sorted by name and without URL encoding; /docs shows how.',
  },
  USER_UNKNOWN: {
    code: 172,
    source: 'api',
    retry: false,
    zh: '公钥不存在或已停用。请核对 API 密钥。',
    en: 'The public key does not exist or is disabled. Check the API key.',
  },
  TOKEN_UNKNOWN: {
    code: 174,
    source: 'api',
    retry: false,
    zh: '令牌不存在或已过期。请重新登录或重新获取令牌。',
    en: 'The token does not exist or has expired. Log in again or fetch a new token.',
  },
  PROJECT_UNKNOWN: {
    code: 292,
    source: 'api',
    retry: false,
    zh: '项目 {projectId} 不存在或不属于该账号。请核对 ProjectId，或不传以使用默认项目。',
    en: 'The project {projectId} does not exist or is not of this account. Check ProjectId, or leave it out to use the default project.',
  },
  IP_REFUSED: {
    code: 294,
    source: 'api',
    retry: false,
    zh: '来源 IP {ip} 不在该账号的白名单中。请从已登记的地址调用，或请账号所有者在安全设置或密钥中添加该地址。',
    en: 'The source IP {ip} is not on the allow-list of this account. Call from a listed address, or have an owner of the account add this one to its security settings or to the key.',
  },
  NOT_PERMITTED: {
    code: 299,
    source: 'api',
    retry: false,
    zh: '当前身份没有权限 {permission}。请让账号管理员授权。',
    en: 'This identity lacks the permission {permission}. Ask the account administrator to grant it.',
  },
} as const satisfies Record<string, RetCodeRow>;

export type GatewayCodeName = keyof typeof GATEWAY_CODES;
