import type { RetCodeRow } from '../ret-codes.ts';

/** 18001–18099: the request itself. */
export const REQUEST_CODES = {
  REQUEST_MALFORMED: {
    code: 18001,
    source: 'api',
    retry: false,
    zh: '无法解析请求：{problemZh}。请以查询参数、application/x-www-form-urlencoded 或 application/json（UTF-8，顶层为对象）发送参数。',
    en: 'The request cannot be read: {problemEn}. Send parameters as query, application/x-www-form-urlencoded or application/json (UTF-8, an object at the top).',
  },
  REQUEST_TOO_LARGE: {
    code: 18002,
    source: 'api',
    retry: false,
    zh: '请求过大：{whatZh}超过上限 {limit}。请减少内容后重试。',
    en: 'The request is too large: {whatEn} is above the limit of {limit}. Send less and try again.',
  },
  PARAMETER_INVALID: {
    code: 18003,
    source: 'api',
    retry: false,
    zh: '参数 {name} 不正确：{problemZh}。请对照 /docs 修改后重试。',
    en: 'The parameter {name} is invalid: {problemEn}. Correct it, see /docs, and try again.',
  },
  PARAMETER_CONFLICT: {
    code: 18004,
    source: 'api',
    retry: false,
    zh: '参数 {name} 出现了多次。请在查询参数与请求体中合计只传一次。',
    en: 'The parameter {name} was given more than once. Give it once, in the query or in the body.',
  },
  CLIENT_TOKEN_REUSED: {
    code: 18005,
    source: 'api',
    retry: false,
    zh: 'ClientToken {clientToken} 在 24 小时内已用于参数不同的请求。请为新的消息使用新的 ClientToken。',
    en: 'ClientToken {clientToken} was used within 24 h for a request with other parameters. Use a new ClientToken for a new message.',
  },
  USER_ID_INVALID: {
    code: 18006,
    source: 'api',
    retry: false,
    zh: 'UserId 不正确：最多 32 个字符，不能包含引号和表情符号。请修改后重试。',
    en: 'UserId is invalid: at most 32 characters, no quotes and no emoji. Correct it and try again.',
  },
} as const satisfies Record<string, RetCodeRow>;
