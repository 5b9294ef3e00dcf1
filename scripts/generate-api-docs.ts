import {
  ACTION_ROOMS,
  ACTIONS,
  type Action,
  BUSINESS_CODES,
  canonicalString,
  GATEWAY_CODES,
  type Language,
  RECEIPT_ROWS,
  RET_CODES,
  type RetCodeName,
  type RetCodeRow,
  type Words,
} from '@herald/contract';
import { clauseOf, type Facts, judge } from '@herald/server/flow/messages/admission.ts';
import { DEFAULT_LIMITS } from '@herald/server/gateway/deps.ts';
import { SHIPPED_LIMITS } from '@herald/server/platform/limit-settings.ts';
import { code, lines, table } from './generate-markdown.ts';
import { signatureOf, VECTOR_KEYS, VECTORS } from './generate-vectors.ts';

/** A JSON Schema of the contract, as far as it is written down here. */
interface Field {
  readonly type?: string;
  readonly words?: Words;
  readonly error?: RetCodeName;
  readonly enum?: readonly (string | number)[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly items?: Field;
  readonly properties?: Readonly<Record<string, Field>>;
  readonly required?: readonly string[];
}

type Say = (zh: string, en: string) => string;

export type Room = keyof typeof ACTION_ROOMS;

/** What holds for every Action, and the list of them, as Markdown. The same contract always gives the same text. */
export function apiReference(language: Language): string {
  const write = new Writer(language);
  return `${[
    write.head(),
    write.calling(),
    write.signing(),
    write.answers(),
    write.actionList(),
    write.rules(),
    write.push(),
    write.retCodes(),
    write.receiptCodes(),
    write.limits(),
  ].join('\n\n')}\n`;
}

/** The Actions of one room: who may call each, what it takes, what it answers. */
export function roomReference(language: Language, room: Room): string {
  const write = new Writer(language);
  const actions: readonly Action[] = Object.values(ACTION_ROOMS[room]);
  return `${[write.roomHead(room), ...actions.map((action) => write.action(action))].join('\n\n')}\n`;
}

const ROOM_WORDS: Readonly<Record<Room, Words>> = {
  messages: { zh: '消息、回执与余额', en: 'Messages, receipts, balance' },
  templates: { zh: '模板', en: 'Templates' },
  tasks: { zh: '批量任务', en: 'Bulk tasks' },
  accounts: { zh: '账号、成员与密钥', en: 'Accounts, members, keys' },
  qualification: { zh: '实名、企业、应用与通信能力', en: 'Real name, enterprise, apps, capabilities' },
  reviews: { zh: '审核', en: 'Reviews' },
  agreements: { zh: '服务协议', en: 'Agreement' },
  notices: { zh: '通知与公告', en: 'Notices and announcements' },
  money: { zh: '费用', en: 'Money' },
  carriers: { zh: '中继与调度', en: 'Carriers and dispatch' },
  flows: { zh: '导航流程与来电', en: 'Flows and calls that come in' },
  records: { zh: '发送记录与统计', en: 'Records and statistics' },
  numbers: { zh: '专享号码', en: 'Exclusive numbers' },
  guide: { zh: '开通引导', en: 'Service guide' },
  audit: { zh: '审计、抽检与证据', en: 'Audit, samples, evidence' },
  compliance: { zh: '内容审查与拒呼名单', en: 'Screening and do-not-call' },
  complaints: { zh: '投诉', en: 'Complaints' },
  sanctions: { zh: '处置', en: 'Sanctions' },
  desk: { zh: '运营台', en: 'The operator’s desk' },
  callees: { zh: '被叫自助', en: 'Callees' },
  privacy: { zh: '隐私', en: 'Privacy' },
};

class Writer {
  readonly #language: Language;
  readonly #say: Say;

  constructor(language: Language) {
    this.#language = language;
    this.#say = (zh, en) => (language === 'zh' ? zh : en);
  }

  head(): string {
    const say = this.#say;
    return lines(
      '<!-- npm run docs -->',
      say('# 接口参考', '# API reference'),
      '',
      say(
        '[English](api.md) · 由接口注册表生成，请勿手改：修改 `packages/contract` 后运行 `npm run docs`。上手步骤见[快速开始](quick-start.zh-CN.md)。',
        '[中文](api.zh-CN.md) · Generated from the Action registry; do not edit: change `packages/contract` and run `npm run docs`. To begin, read the [quick start](quick-start.md).',
      ),
      '',
      say(
        '正在运行的服务自带同一份内容：`/docs` 供人阅读，`/openapi.json` 供程序读取（OpenAPI 3.1）。',
        'A running service carries the same facts: `/docs` for people, `/openapi.json` for programs (OpenAPI 3.1).',
      ),
    );
  }

  calling(): string {
    const say = this.#say;
    return lines(
      say('## 发起调用', '## Making a call'),
      '',
      say(
        '所有接口共用地址 `/`，用参数 `Action` 区分，`GET` 与 `POST` 均可。参数可以放在查询字符串、`application/x-www-form-urlencoded` 表单或 `application/json` 中；查询字符串与请求体合并成一份参数，同一个名称只能出现一次。',
        'All Actions share the address `/` and are told apart by the parameter `Action`; `GET` and `POST` both work. Parameters come as query, as `application/x-www-form-urlencoded` form or as `application/json`. Query and body are read as one set, in which a name may occur once.',
      ),
      '',
      table(
        [say('参数', 'Parameter'), say('说明', 'Meaning')],
        [
          ['`Action`', say('接口名，区分大小写', 'Name of the Action, in this case')],
          ['`PublicKey`', say('API 公钥', 'The public key of an API key')],
          ['`Signature`', say('签名，40 位小写十六进制，见下', 'The signature, 40 hex digits, see below')],
        ],
      ),
      '',
      say(
        '数组在查询和表单中写作 `TemplateParams.0`、`TemplateParams.1`，从 0 开始、不能有空缺；JSON 中也可以直接写数组。布尔值写作 `true`、`false`。选填参数传空字符串等于不传。接口不认识的参数会被忽略，但仍须参与签名。',
        'In queries and forms an array is written `TemplateParams.0`, `TemplateParams.1`, from 0 and without gaps; in JSON it may also be an array. Booleans are `true` and `false`. An empty optional parameter counts as absent. Parameters that an Action does not know are ignored, yet they are signed like the others.',
      ),
    );
  }

  signing(): string {
    const say = this.#say;
    return lines(
      say('## 会话', '## Sessions'),
      '',
      say(
        '登录（`Login`、`OperatorLogin`）之后，以 `Authorization: Bearer 令牌` 调用，不带 `PublicKey` 与 `Signature`。网页以 Cookie 携带令牌，并带上请求头 `X-Herald-Console`：成员为 `customer`，运营人员为 `operator`。会话结束后返回 RetCode 174。谁可以调用，写在各接口中。见[账号、成员与密钥](guide-accounts.zh-CN.md)。',
        'After a log-in (`Login`, `OperatorLogin`) calls carry `Authorization: Bearer token`, and neither `PublicKey` nor `Signature`. A browser has the token in a cookie and sends the header `X-Herald-Console`: `customer` for members, `operator` for staff. A session that is over is answered RetCode 174. Each Action says who may call it. See [Accounts, members and keys](guide-accounts.md).',
      ),
      '',
      say('## 签名', '## Signature'),
      '',
      ...[
        say(
          '取除 `Signature` 以外的全部参数（含 `Action` 与 `PublicKey`），按名称的字符顺序排序。',
          'Take every parameter but `Signature` (`Action` and `PublicKey` are among them) and sort them by name, in the order of the characters.',
        ),
        say(
          '依次拼接“名称 + 值”：不加分隔符，不做 URL 编码。数组和对象展开为 `A.0`、`A.0.B`；布尔值写作 `true`、`false`；没有小数部分的数写成整数，不用科学计数法。',
          'Join each name and its value: no separators, no URL encoding. Arrays and objects are flattened to `A.0` and `A.0.B`; booleans are `true` and `false`; a number without a fraction is written as an integer, and none in scientific notation.',
        ),
        say(
          '末尾接上私钥，按 UTF-8 取 SHA-1，写成小写十六进制。',
          'Append the private key, take the SHA-1 of the UTF-8 bytes, and write it in lower-case hex.',
        ),
      ].map((step, index) => `${index + 1}. ${step}`),
      '',
      say('用下面两组数据核对你的实现。', 'Check your implementation with these two.'),
      '',
      `- ${code('PublicKey')}${say('：', ': ')}${code(VECTOR_KEYS.publicKey)}`,
      `- ${say('私钥：', 'private key: ')}${code(VECTOR_KEYS.privateKey)}`,
      ...VECTORS.flatMap((vector, index) => [
        '',
        say(`### 向量 ${index + 1}`, `### Vector ${index + 1}`),
        '',
        '```json',
        JSON.stringify(vector, null, 2),
        '```',
        '',
        say('拼接结果：', 'What is hashed:'),
        '',
        '```text',
        canonicalString(
          new Map(
            Object.entries({ ...vector, PublicKey: VECTOR_KEYS.publicKey }).map(([name, value]) => [
              name,
              String(value),
            ]),
          ),
          VECTOR_KEYS.privateKey,
        ),
        '```',
        '',
        `${say('签名：', 'Signature: ')}${code(signatureOf(vector))}`,
      ]),
    );
  }

  answers(): string {
    const say = this.#say;
    return lines(
      say('## 返回', '## Answers'),
      '',
      say(
        '只要请求是一次接口调用，HTTP 状态总是 200，内容为 JSON。成功：`{"RetCode": 0, "Action": "<接口名>Response", …}`；失败：`{"RetCode": <返回码>, "Action": "<接口名>Response", "Message": "原因与下一步"}`。请求编号在响应头 `X-UCLOUD-REQUEST-UUID` 中。说明文字默认为中文，`Accept-Language` 以 `en` 开头时为英文。',
        'The HTTP status of an API call is always 200 and its body is JSON. Success: `{"RetCode": 0, "Action": "<Action>Response", …}`. Refusal: `{"RetCode": <code>, "Action": "<Action>Response", "Message": "why, and what to do next"}`. The id of the request is in the header `X-UCLOUD-REQUEST-UUID`. Texts are Chinese, or English when `Accept-Language` begins with `en`.',
      ),
      '',
      say(
        '其他状态只用于不是接口调用的请求：没有这个路径（404）、方法不对（405）、HTTP 本身有误。',
        'Another status means that the request was no API call: no such path (404), wrong method (405), broken HTTP.',
      ),
    );
  }

  actionList(): string {
    const say = this.#say;
    return lines(
      say('## 接口', '## Actions'),
      ...Object.entries(ACTION_ROOMS).flatMap(([room, actions]) => [
        '',
        `### [${ROOM_WORDS[room as Room][this.#language]}](${roomPath(room as Room, this.#language)})`,
        '',
        table(
          [say('接口', 'Action'), say('作用', 'What it does')],
          Object.values(actions as Record<string, Action>).map(({ name, summary }) => [
            `[${name}](${roomPath(room as Room, this.#language)}#${name.toLowerCase()})`,
            summary[this.#language],
          ]),
        ),
      ]),
    );
  }

  roomHead(room: Room): string {
    const say = this.#say;
    return lines(
      '<!-- npm run docs -->',
      `# ${ROOM_WORDS[room][this.#language]}`,
      '',
      say(
        `[English](${room}.md) · [接口参考](../api.zh-CN.md)：如何调用、签名、返回码`,
        `[中文](${room}.zh-CN.md) · [API reference](../api.md): how to call, signature, RetCodes`,
      ),
    );
  }

  action(action: Action): string {
    const say = this.#say;
    const request = action.request as unknown as Field;
    const response = action.response as unknown as Field;
    return lines(
      `## ${action.name}`,
      '',
      `${action.summary[this.#language]}${say('。', '.')}`,
      '',
      this.#whoMayCall(action),
      '',
      say('**请求**', '**Request**'),
      '',
      this.#table(
        [say('参数', 'Parameter'), say('类型', 'Type'), say('必填', 'Required'), say('说明', 'Meaning')],
        this.#requestRows(request),
      ),
      '',
      say('**返回**', '**Answer**'),
      '',
      this.#table(
        [say('字段', 'Field'), say('类型', 'Type'), say('总有', 'Always'), say('说明', 'Meaning')],
        this.#answerRows(response, ''),
      ),
      '',
      action.errors.length === 0
        ? say('**错误**：所有接口共有的错误。', '**Errors**: those that hold for every Action.')
        : say('**错误**：', '**Errors**: ') +
            action.errors
              .map(
                (name) =>
                  `[${RET_CODES[name].code}](../${say('api.zh-CN.md#返回码', 'api.md#retcodes')}) ${name}`,
              )
              .join(say('、', ', ')) +
            say('；以及所有接口共有的错误。', '; and those that hold for every Action.'),
    );
  }

  #whoMayCall({ realm = 'customer', permission }: Action): string {
    const say = this.#say;
    if (realm === 'public') return say('**调用者**：任何人，无需登录。', '**Called by**: anybody.');
    if (realm === 'person') {
      return say(
        '**调用者**：任何已登录的人，仅限本人。',
        '**Called by**: whoever has logged in, about themselves.',
      );
    }
    if (realm === 'operator') {
      return say(
        `**调用者**：平台运营人员，权限 \`${permission}\`。`,
        `**Called by**: the operator’s staff with \`${permission}\`.`,
      );
    }
    return say(
      `**调用者**：客户的密钥、应用或成员，权限 \`${permission}\`。`,
      `**Called by**: a customer’s key, app or member with \`${permission}\`.`,
    );
  }

  #table(head: string[], rows: string[][]): string {
    return rows.length === 0 ? this.#say('无。', 'Nothing.') : table(head, rows);
  }

  #requestRows(request: Field): string[][] {
    const required = new Set(request.required ?? []);
    return Object.entries(request.properties ?? {}).map(([name, field]) => [
      code(name),
      this.#typeOf(field),
      required.has(name) ? this.#say('是', 'yes') : '',
      [this.#words(field), ...this.#bounds(field)].join('<br>'),
    ]);
  }

  #answerRows(answer: Field, prefix: string): string[][] {
    const required = new Set(answer.required ?? []);
    return Object.entries(answer.properties ?? {}).flatMap(([name, field]) => {
      const path = `${prefix}${name}`;
      const row = [
        code(path),
        this.#typeOf(field),
        required.has(name) ? this.#say('是', 'yes') : '',
        this.#words(field),
      ];
      if (field.properties) return [row, ...this.#answerRows(field, `${path}.`)];
      if (field.items?.properties) return [row, ...this.#answerRows(field.items, `${path}[].`)];
      return [row];
    });
  }

  #words(field: Field): string {
    return field.words?.[this.#language] ?? field.items?.words?.[this.#language] ?? '';
  }

  #typeOf(field: Field): string {
    const names: Record<string, Words> = {
      string: { zh: '文本', en: 'text' },
      integer: { zh: '整数', en: 'integer' },
      number: { zh: '数', en: 'number' },
      boolean: { zh: '布尔', en: 'boolean' },
      object: { zh: '对象', en: 'object' },
    };
    if (field.enum) return field.enum.map((choice) => code(String(choice))).join(this.#say('、', ', '));
    if (field.type === 'array') {
      const of = this.#typeOf(field.items ?? {});
      return this.#say(`${of}数组`, `array of ${of}`);
    }
    const words = names[field.type ?? ''];
    if (!words) throw new TypeError(`no words for the type ${field.type}`);
    return words[this.#language];
  }

  #bounds(field: Field): string[] {
    const say = this.#say;
    const bounds: string[] = [];
    const { minimum, maximum, minLength, maxLength, maxItems, pattern, items } = field;
    if (minimum !== undefined || maximum !== undefined) {
      bounds.push(`${minimum ?? '…'} – ${maximum ?? '…'}`);
    }
    if (maxLength !== undefined) {
      bounds.push(
        say(`${minLength ?? 0} – ${maxLength} 个字符`, `${minLength ?? 0} – ${maxLength} characters`),
      );
    }
    if (maxItems !== undefined) {
      const each = items?.maxLength;
      bounds.push(
        say(
          `最多 ${maxItems} 项${each ? `，每项最多 ${each} 个字符` : ''}`,
          `at most ${maxItems} items${each ? ` of at most ${each} characters` : ''}`,
        ),
      );
    }
    if (pattern !== undefined) bounds.push(`${say('格式', 'form')} ${code(pattern)}`);
    if (field.default !== undefined) bounds.push(`${say('默认', 'default')} ${code(String(field.default))}`);
    const example = field.examples?.[0];
    if (example !== undefined) {
      bounds.push(
        `${say('例', 'e.g.')} ${code(typeof example === 'string' ? example : JSON.stringify(example))}`,
      );
    }
    if (field.error) {
      bounds.push(
        say(
          `不合格返回 ${RET_CODES[field.error].code}`,
          `${RET_CODES[field.error].code} when it does not fit`,
        ),
      );
    }
    return bounds;
  }

  rules(): string {
    const say = this.#say;
    return lines(
      say('## 发送规则', '## The rules of a send'),
      '',
      say(
        '`SendUVMSMessage` 按下列顺序判断，一条也不跳过；返回码是第一条拒绝的规则。`DryRun` 返回每条规则的结论，消息受理后也可以用 `GetUVMSMessage` 的 `Decisions` 再看。`Clause` 是出处：协议条款号、`api`（接口约定）或 `rules`（业务规则）。',
        '`SendUVMSMessage` asks these in order and leaves none out; the RetCode is that of the first rule that refuses. A `DryRun` answers every rule’s verdict, and `Decisions` of `GetUVMSMessage` keeps them for a message that was accepted. `Clause` is the source: a clause of the agreement, `api` (the published interface) or `rules` (the business rules).',
      ),
      '',
      table(
        [code('Rule'), code('Clause'), say('判断什么', 'What it asks')],
        rulesInOrder().map((rule) => {
          const words = RULE_WORDS[rule];
          if (!words) throw new Error(`scripts/generate-api-docs.ts has no words for the rule ${rule}`);
          return [code(rule), clauseOf(rule), words[this.#language]];
        }),
      ),
    );
  }

  push(): string {
    const say = this.#say;
    const receipt = (ACTIONS.GetUVMSReceipt.response.properties as unknown as Record<string, Field>).Receipt;
    const ladder = SHIPPED_LIMITS.receiptLadder.map((seconds) => duration(seconds, this.#language));
    return lines(
      say('## 回执推送', '## Receipt push'),
      '',
      say(
        '用 `UpdateUVMSReceiptUrl` 设置地址后，每条消息结束时向它 `POST` 一份 JSON：',
        'Once `UpdateUVMSReceiptUrl` has set an address, each message that ends is told to it by a `POST` of JSON:',
      ),
      '',
      table(
        [say('字段', 'Field'), say('类型', 'Type'), say('说明', 'Meaning')],
        this.#answerRows(receipt as Field, '').map(([name = '', type = '', , words = '']) => [
          name,
          type,
          words,
        ]),
      ),
      '',
      say(
        '推送中的 `ReceiptDesc` 总是中文；程序请判断 `ReceiptReason`。请求头：',
        'In a push `ReceiptDesc` is always Chinese; programs go by `ReceiptReason`. Headers:',
      ),
      '',
      table(
        [say('请求头', 'Header'), say('值', 'Value')],
        [
          ['`Content-Type`', '`application/json; charset=utf-8`'],
          [
            '`X-Herald-Signature`',
            say(
              '`t=<毫秒>,v1=<十六进制>`：以 `Secret` 为密钥，对 `<毫秒>.<请求体>` 做 HMAC-SHA-256',
              '`t=<ms>,v1=<hex>`: HMAC-SHA-256 with the `Secret` over `<ms>.<body>`',
            ),
          ],
          ['`User-Agent`', '`Herald`'],
        ],
      ),
      '',
      say(
        `只有 HTTP 200 算收到。否则 1 秒一次再试 3 次，仍不成功则依次隔 ${ladder.join('、')}各再试一次；之后不再推送，\`GetUVMSReceipt\` 中 \`Push.State\` 为 \`dead\`，回执仍可主动查询。同一份回执可能送到多次，请按 \`SessionNo\` 去重。`,
        `Only HTTP 200 acknowledges. Otherwise there are three more tries one second apart, then one each after ${ladder.join(', ')}; after that the push is given up, \`Push.State\` in \`GetUVMSReceipt\` is \`dead\`, and the receipt can still be pulled. A receipt may arrive more than once: tell by \`SessionNo\`.`,
      ),
      '',
      say(
        '地址须为 http 或 https、不含用户名和密码，并能解析到公网地址（运营方可用 `PUSH_ALLOW_NETWORKS` 放行内网）。不跟随重定向；5 秒内须开始应答，10 秒内须应答完毕。',
        'The address is http or https, without user name and password, and leads to a public address (the operator may open networks with `PUSH_ALLOW_NETWORKS`). Redirects are not followed; the answer must begin within 5 s and be over within 10 s.',
      ),
    );
  }

  retCodes(): string {
    const say = this.#say;
    return lines(
      say('## 返回码', '## RetCodes'),
      '',
      say(
        '0 表示成功。“可重试”指同一请求不作修改、过一会儿有可能成功。`{…}` 处会填入具体内容。',
        '0 is success. “Retry” means that the same request may succeed later, unchanged. The places in `{…}` are filled in.',
      ),
      '',
      say('### 网关', '### Of the gateway'),
      '',
      this.#codeTable(GATEWAY_CODES),
      '',
      say('### 业务', '### Of the service'),
      '',
      say(
        '都在 18000–18999 之间，百位表示类别：180 请求，181 账号，182 被叫与号码，183 模板与变量，184 时段与频率，185 费用，186 查询，187 设置。',
        'All from 18000 to 18999. The hundreds tell what they are about: 180 the request, 181 the account, 182 callee and numbers, 183 template and values, 184 when and how often, 185 money, 186 queries, 187 settings.',
      ),
      '',
      this.#codeTable(BUSINESS_CODES),
    );
  }

  #codeTable(rows: Readonly<Record<string, RetCodeRow>>): string {
    const say = this.#say;
    return table(
      [
        'RetCode',
        say('名称', 'Name'),
        say('条款', 'Clause'),
        say('可重试', 'Retry'),
        say('原因与下一步', 'Why, and what to do next'),
      ],
      Object.entries(rows).map(([name, row]) => [
        String(row.code),
        name,
        row.source,
        row.retry ? say('是', 'yes') : '',
        row[this.#language].replace(/\{(\w+?)(?:Zh|En)?\}/g, '`{$1}`'),
      ]),
    );
  }

  receiptCodes(): string {
    const say = this.#say;
    const who: Record<string, Words> = {
      callee: { zh: '被叫', en: 'callee' },
      carrier: { zh: '运营商', en: 'carrier' },
      platform: { zh: '平台', en: 'platform' },
      customer: { zh: '客户', en: 'customer' },
    };
    return lines(
      say('## 回执码', '## Receipt codes'),
      '',
      say(
        '`ReceiptCode` 是通话最终的 SIP 状态码，下表为典型值；1000 及以上表示没有发起呼叫，或结果未知。只有接听才计费。“可再呼”指过一会儿再发一条有可能接通。',
        '`ReceiptCode` is the final SIP status of the call, below its usual value; from 1000 on no call was made, or its result is unknown. Only answered calls are charged. “Again” means that another message may get through later.',
      ),
      '',
      table(
        [
          'ReceiptReason',
          'ReceiptCode',
          'ReceiptResult',
          say('原因在', 'Up to'),
          say('可再呼', 'Again'),
          say('计费', 'Charged'),
          'ReceiptDesc',
        ],
        Object.entries(RECEIPT_ROWS).map(([reason, row]) => [
          code(reason),
          String(row.code),
          String(row.result),
          row.result === 1 ? '' : (who[row.responsible]?.[this.#language] ?? ''),
          row.retry ? say('是', 'yes') : '',
          row.chargeable ? say('是', 'yes') : '',
          row[this.#language],
        ]),
      ),
    );
  }

  limits(): string {
    const say = this.#say;
    const limits = DEFAULT_LIMITS;
    const { requestsPerSecond } = SHIPPED_LIMITS;
    return lines(
      say('## 上限', '## Bounds'),
      '',
      table(
        [say('什么', 'What'), say('上限', 'Bound'), say('超过时', 'Beyond it')],
        [
          [say('请求体', 'Body'), `${limits.bodyBytes / 1024} KiB`, '18002'],
          [say('参数个数（展开后）', 'Parameters, flattened'), String(limits.parameters), '18002'],
          [
            say('参数名', 'Name of a parameter'),
            say(`${limits.nameLength} 个字符`, `${limits.nameLength} characters`),
            '18002',
          ],
          [
            say('参数值', 'Value of a parameter'),
            say(`${limits.valueLength} 个字符`, `${limits.valueLength} characters`),
            '18002',
          ],
          [say('JSON 嵌套', 'Nesting of JSON'), say(`${limits.depth} 层`, `${limits.depth} levels`), '18002'],
          [
            say('每个公钥的请求（默认）', 'Requests of one public key (default)'),
            say(
              `每秒 ${requestsPerSecond} 次，可突发 ${2 * requestsPerSecond} 次`,
              `${requestsPerSecond} a second, bursts of ${2 * requestsPerSecond}`,
            ),
            '153',
          ],
          [say('同时处理的请求', 'Requests in work at once'), String(limits.inFlight), '150'],
          [
            say('处理一个请求', 'Work on one request'),
            say(`${limits.handlerMs / 1000} 秒`, `${limits.handlerMs / 1000} s`),
            '110',
          ],
          [
            say('接收一个请求', 'Arrival of one request'),
            say(`${limits.receiveMs / 1000} 秒`, `${limits.receiveMs / 1000} s`),
            say('连接关闭', 'connection closed'),
          ],
        ],
      ),
    );
  }
}

/** Where a room's Actions stand, seen from the reference. */
function roomPath(room: Room, language: Language): string {
  return `api/${room}${language === 'zh' ? '.zh-CN' : ''}.md`;
}

const RULE_WORDS: Readonly<Record<string, Words>> = {
  account: { zh: '账号是否可用', en: 'Is the account active' },
  agreement: {
    zh: '是否已接受协议，服务是否仍在继续',
    en: 'Is the agreement accepted, and does the service go on',
  },
  enterprise: { zh: '企业资质是否已通过审核', en: 'Is the enterprise of the account approved' },
  project: { zh: 'ProjectId 是否属于该账号', en: 'Is ProjectId one of the account’s' },
  'called-number': {
    zh: '被叫号码是否有效',
    en: 'Is there such a called number',
  },
  destination: {
    zh: '国际目的地是否已由账号开通（中国大陆无需开通）',
    en: 'Has the account opened the destination abroad (the mainland needs no opening)',
  },
  template: { zh: '模板是否存在、是否审核通过', en: 'Does the template exist, and is it approved' },
  app: {
    zh: '由应用签名时：模板是否属于该应用',
    en: 'Where an app signed: is the template its own',
  },
  capability: {
    zh: '账号是否开通了该类通信能力',
    en: 'Has the account the capability that the template needs',
  },
  values: { zh: '变量的个数与内容', en: 'Number and content of the values' },
  content: {
    zh: '变量的值是否含有禁止的内容、链接或未说明的电话号码',
    en: 'Do the values hold forbidden content, a link or a telephone number that is not announced',
  },
  number: {
    zh: '专享号码是否可用、与 GroupType 是否一致',
    en: 'Is there such an exclusive number, and does it agree with GroupType',
  },
  window: { zh: '是否在模板允许的时段内', en: 'Is it within the hours of the template' },
  narrowing: {
    zh: '平台是否依法或因紧急情况暂停了此类呼叫',
    en: 'Has the operator stopped calls like this, by law or in an emergency',
  },
  'test-mode': {
    zh: '测试模式下被叫是否为本账号的测试被叫',
    en: 'In test mode: is the callee a test callee of the account',
  },
  refusal: { zh: '被叫是否已拒绝接听', en: 'Has the callee refused' },
  frequency: {
    zh: '对该被叫同类消息的频率：默认每分钟 1 条、每小时 5 条、24 小时 20 条',
    en: 'How often this callee had such a message: by default 1 a minute, 5 an hour, 20 in 24 h',
  },
  attention: {
    zh: '被叫当日（所有客户合计）的来电是否未满',
    en: 'Has the callee room for one call more today, over all customers',
  },
  'send-cap': { zh: '是否在处置所限的发送量之内', en: 'Is it within what a restriction leaves' },
  queue: { zh: '排队消息是否已满', en: 'Is there room in the queue' },
  funds: { zh: '套餐或余额是否足以支付', en: 'Can a package or the balance pay' },
  spending: { zh: '国际费用是否在上限之内', en: 'Is what it costs abroad within its bounds' },
};

/** Asks the rules themselves which there are, and in which order. */
function rulesInOrder(): string[] {
  const facts: Facts = {
    now: 0,
    account: {
      accountId: '',
      status: 'active',
      capabilities: [],
      stopped: [],
      enterpriseApproved: false,
      agreementVersion: null,
      serviceEndsAt: null,
    },
    projectKnown: false,
    callee: { ok: false, why: 'form' },
    template: undefined,
    exclusiveNumbers: [],
    restingNumbers: new Map(),
    usableApps: new Set(),
    calleeRefuses: false,
    testCallee: false,
    screener: { screen: () => [] },
    recent: [],
    frequency: { 1: [], 2: [] },
    capped: undefined,
    attention: { used: { 1: 0, 2: 0 }, budgets: { 1: 1, 2: 1 } },
    purses: [],
    prices: [],
    destinations: new Set(),
    spending: undefined,
    narrowings: [],
    zones: [],
    queueFullAt: undefined,
  };
  const request = {
    accountId: '',
    calledNumber: '',
    templateId: '',
    values: [],
    fromNumber: undefined,
    groupType: undefined,
    projectId: undefined,
    holdForWindow: false,
  };
  return judge(request, facts).verdicts.map(({ rule }) => rule);
}

function duration(seconds: number, language: Language): string {
  const [count, zh, en] =
    seconds % 3600 === 0
      ? [seconds / 3600, ' 小时', ' h']
      : seconds % 60 === 0
        ? [seconds / 60, ' 分钟', ' min']
        : [seconds, ' 秒', ' s'];
  return `${count}${language === 'zh' ? zh : en}`;
}
