import {
  ACTIONS,
  type Action,
  BUSINESS_CODES,
  CUSTOMER_PERMISSIONS,
  GATEWAY_CODES,
  OPERATOR_PERMISSIONS,
  RET_CODES,
  type RetCodeName,
  type Words,
} from '@herald/contract';
import { GUIDE } from './openapi-guide.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = { readonly [name: string]: Json };

const PERMISSION_WORDS: Readonly<Record<string, Words>> = {
  ...CUSTOMER_PERMISSIONS,
  ...OPERATOR_PERMISSIONS,
};

/**
 * The OpenAPI 3.1 document of all Actions, generated from the contract.
 * All Actions share one path, which OpenAPI cannot say; each gets a path with its name in the fragment
 * (`/#Action=GetBalance`), which no HTTP client sends: the request goes to `/`.
 */
export function openApiDocument(publicUrl = '/'): JsonObject {
  const actions: readonly Action[] = Object.values(ACTIONS);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Herald 传话 API',
      version: '1.0.0',
      description: GUIDE,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    tags: TAGS.map(({ name, description }) => ({ name, description })),
    paths: Object.fromEntries(actions.map((action) => [`/#Action=${action.name}`, pathItem(action)])),
    components: {
      schemas: {
        Signed: SIGNED,
        Refusal: REFUSAL,
      },
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

/** By what an Action needs: one tag a permission, and one each for what needs none. */
const TAGS: readonly { readonly key: string; readonly name: string; readonly description: string }[] = [
  ...Object.entries(PERMISSION_WORDS).map(([key, { zh, en }]) => ({
    key,
    name: `${zh} ${en}`,
    description: key,
  })),
  { key: 'person', name: '登录者本人 Yourself', description: '任何已登录的人 Anybody who has logged in' },
  { key: 'public', name: '公开 Public', description: '无需登录 Without logging in' },
];

function tagOf({ realm, permission }: Action): string {
  return permission ?? realm ?? '';
}

function pathItem(action: Action): JsonObject {
  return {
    post: {
      operationId: action.name,
      summary: action.summary.zh,
      description: description(action),
      tags: TAGS.filter(({ key }) => key === tagOf(action)).map(({ name }) => name),
      ...(action.deprecated ? { deprecated: true } : {}),
      security: SECURITY[action.realm ?? 'customer'],
      ...(action.file === 'upload' ? uploadRequest(action) : parameterRequest(action)),
      responses: {
        '200': {
          description: '成功或业务错误，以 RetCode 区分 Success or refusal, told apart by RetCode',
          headers: {
            'X-UCLOUD-REQUEST-UUID': {
              description: '请求编号 Id of the request',
              schema: { type: 'string' },
            },
          },
          content: answerContent(action),
        },
      },
      'x-permission': tagOf(action),
      'x-errors': action.errors.map((name) => RET_CODES[name].code),
    },
  };
}

function description(action: Action): string {
  const errors = action.errors.map((name) => errorRow(name)).join('\n');
  const head = `${action.summary.zh}\n\n${action.summary.en}`;
  return errors === '' ? head : `${head}\n\n${ERROR_TABLE_HEAD}\n${errors}`;
}

function parameterRequest(action: Action): JsonObject {
  return { requestBody: { required: true, content: requestContent(action) } };
}

/** A file: the parameters, signed, are in the query and the body is the file itself. */
function uploadRequest(action: Action): JsonObject {
  const required: readonly string[] = action.request.required ?? [];
  const fields = Object.entries(plain(action.request as unknown as JsonObject).properties as JsonObject);
  const parameters = [
    { name: 'Action', in: 'query', required: true, schema: { type: 'string', const: action.name } },
    ...fields.map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema })),
    ...Object.entries(signatureOf(action)).map(([name, schema]) => ({
      name,
      in: 'query',
      required: false,
      schema,
    })),
  ] as unknown as Json;
  return { parameters, requestBody: { required: true, content: { 'application/octet-stream': {} } } };
}

function answerContent(action: Action): JsonObject {
  if (action.file === 'events') {
    return { 'text/event-stream': {}, 'application/json': { schema: reference('Refusal') } };
  }
  if (action.file !== 'download') {
    return { 'application/json': { schema: { anyOf: [success(action), reference('Refusal')] } } };
  }
  return { '*/*': {}, 'application/json': { schema: reference('Refusal') } };
}

/** Only customers’ Actions are signed; those of people are called by a session, or by anybody. */
const isSigned = ({ realm = 'customer' }: Action) => realm === 'customer';

const signatureOf = (action: Action) => (isSigned(action) ? (SIGNED.properties as JsonObject) : {});

/** JSON for most; a form for SDKs that post one: arrays then come as `TemplateParams.0`. */
function requestContent(action: Action): JsonObject {
  const schema = {
    allOf: [
      ...(isSigned(action) ? [reference('Signed')] : []),
      {
        type: 'object',
        required: ['Action'],
        properties: { Action: { type: 'string', const: action.name } },
      },
      plain(action.request as unknown as JsonObject),
    ],
  };
  const signature = isSigned(action) ? { PublicKey: '…', Signature: '…' } : {};
  const example = { Action: action.name, ...requestExample(action), ...signature };
  return {
    'application/json': { schema, example },
    'application/x-www-form-urlencoded': { schema },
  };
}

function requestExample(action: Action): JsonObject {
  const properties = action.request.properties as Record<string, { examples?: readonly Json[] }>;
  const entries = Object.entries(properties).flatMap(([name, { examples }]) =>
    examples?.[0] === undefined ? [] : [[name, examples[0]] as const],
  );
  return Object.fromEntries(entries);
}

function success(action: Action): JsonObject {
  const response = plain(action.response as unknown as JsonObject);
  const envelope = {
    RetCode: { type: 'integer', const: 0, description: '0 表示成功\n\n0: success' },
    Action: { type: 'string', const: `${action.name}Response` },
  };
  return {
    ...response,
    required: ['RetCode', 'Action', ...((response.required as readonly string[] | undefined) ?? [])],
    properties: { ...envelope, ...(response.properties as JsonObject) },
  };
}

/** A contract schema as plain JSON Schema: `words` become the description, `error` becomes `x-error`. */
function plain(schema: Json): JsonObject {
  return rewrite(schema) as JsonObject;
}

function rewrite(value: Json): Json {
  if (Array.isArray(value)) return value.map(rewrite);
  if (typeof value !== 'object' || value === null) return value;
  const out: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value as JsonObject)) {
    if (name === 'words') out.description = bilingual(member as unknown as Words);
    else if (name === 'error') out['x-error'] = member;
    else out[name] = rewrite(member);
  }
  return out;
}

function bilingual({ zh, en }: Words): string {
  return `${zh}\n\n${en}`;
}

function reference(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

/** How a session presents itself; the signature stands among the parameters. */
const SECURITY_SCHEMES: JsonObject = {
  Session: {
    type: 'http',
    scheme: 'bearer',
    description: 'Login 或 OperatorLogin 返回的令牌\n\nThe token that Login or OperatorLogin answered',
  },
  ConsoleCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'herald-session',
    description:
      '成员的网页会话，须同时带 X-Herald-Console: customer\n\nA member’s browser; with X-Herald-Console: customer',
  },
  StaffCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'herald-staff',
    description:
      '运营人员的网页会话，须同时带 X-Herald-Console: operator\n\nA browser of staff; with X-Herald-Console: operator',
  },
};

/** By realm: what admits a call, one of the list. The empty one is the signature, or nothing for what is public. */
const SECURITY: Readonly<Record<'customer' | 'operator' | 'person' | 'public', Json>> = {
  customer: [{}, { Session: [] }, { ConsoleCookie: [] }],
  operator: [{ Session: [] }, { StaffCookie: [] }],
  person: [{ Session: [] }, { ConsoleCookie: [] }, { StaffCookie: [] }],
  public: [],
};

const SIGNED: JsonObject = {
  type: 'object',
  description:
    '签名参数；不以会话调用时两个都要\n\nThe signature; both are needed where the call is not by a session',
  properties: {
    PublicKey: { type: 'string', description: 'API 公钥\n\nThe public key of an API key' },
    Signature: {
      type: 'string',
      description: '签名，40 位小写十六进制\n\nThe signature, 40 hex digits',
      pattern: '^[0-9a-f]{40}$',
    },
  },
};

const REFUSAL: JsonObject = {
  type: 'object',
  description: '未成功：原因与下一步\n\nRefused: why, and what to do next',
  required: ['RetCode', 'Action', 'Message'],
  properties: {
    RetCode: {
      type: 'integer',
      description: '返回码\n\nThe code',
      enum: Object.values({ ...GATEWAY_CODES, ...BUSINESS_CODES }).map(({ code }) => code),
    },
    Action: { type: 'string', description: '接口名加 Response\n\nThe Action’s name + Response' },
    Message: {
      type: 'string',
      description:
        '说明，默认中文；Accept-Language 以 en 开头时为英文\n\nIn Chinese; in English when Accept-Language begins with en',
    },
  },
};

const ERROR_TABLE_HEAD = '| RetCode | 说明 | Meaning |\n| --- | --- | --- |';

function errorRow(name: RetCodeName): string {
  const { code, zh, en } = RET_CODES[name];
  return `| ${code} \`${name}\` | ${zh} | ${en} |`;
}
