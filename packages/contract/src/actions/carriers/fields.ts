import { Type } from 'typebox';
import { milliseconds, notes } from '../../fields.ts';

export const trunkId = () =>
  Type.String({
    ...notes('线路 ID：字母、数字、-、_、.', 'Id of the trunk: letters, digits, - _ .'),
    pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$',
    examples: ['cmcc-sh-1'],
  });

export const reason = () =>
  Type.String({
    ...notes('原因，记入线路历史', 'Why; kept in the history of the trunk'),
    minLength: 1,
    maxLength: 200,
    examples: ['维护'],
  });

const choice = <const Value extends string>(values: readonly Value[], zh: string, en: string) =>
  Type.Enum([...values], notes(zh, en));
const texts = (pattern: string, most: number, zh: string, en: string) =>
  Type.Array(Type.String({ pattern }), { ...notes(zh, en), maxItems: most });

/** How a trunk is spoken to. */
const terms = {
  Host: () =>
    Type.String({
      ...notes('运营商 SIP 主机：域名或 IP', 'SIP host of the carrier: a name or an IP address'),
      pattern: '^[A-Za-z0-9.:\\[\\]-]{1,253}$',
      examples: ['sip.carrier.example'],
    }),
  Port: () => Type.Integer({ ...notes('SIP 端口', 'SIP port'), minimum: 1, maximum: 65_535 }),
  Transport: () => choice(['udp', 'tcp', 'tls'], '传输协议', 'Transport'),
  OutboundProxy: () =>
    Type.String({
      ...notes('外呼代理：主机或主机:端口，空为无', 'Outbound proxy: host or host:port; empty: none'),
      maxLength: 260,
    }),
  Registrar: () =>
    Type.String({
      ...notes(
        '注册服务器：主机或主机:端口；空为按 IP 信任，不注册',
        'Registrar: host or host:port; empty: we are known by our address',
      ),
      maxLength: 260,
    }),
  CalleeFormat: () =>
    choice(
      ['e164', 'digits', 'national'],
      '被叫号码格式：e164 +8613…，digits 8613…，national 13… 或 021…',
      'Form of called numbers: e164 +8613…, digits 8613…, national 13… or 021…',
    ),
  CalleePrefix: () =>
    Type.String({
      ...notes('被叫号码前加拨的字冠', 'Dialled before called numbers'),
      pattern: '^[0-9*#]{0,8}$',
    }),
  CallerFormat: () =>
    choice(['e164', 'digits', 'national'], '主叫号码格式，同上', 'Form of the numbers shown, as above'),
  Identity: () =>
    choice(
      ['asserted', 'preferred', 'none'],
      '主叫身份头：P-Asserted-Identity、P-Preferred-Identity 或无',
      'Header that vouches for the number shown: P-Asserted-Identity, P-Preferred-Identity or none',
    ),
  Privacy: () => Type.Boolean(notes('请求对被叫隐藏号码', 'Ask that the callee sees no number')),
  SessionTimer: () => Type.Boolean(notes('会话定时器（RFC 4028）', 'Session timer (RFC 4028)')),
  Srtp: () => choice(['off', 'allowed', 'required'], '媒体加密', 'Encrypted sound (SRTP)'),
  Codecs: () =>
    Type.Array(Type.Enum(['PCMA', 'PCMU', 'G722'], notes('编解码', 'Codec')), {
      ...notes('编解码，优先的在前', 'Codecs, the one liked best first'),
      minItems: 1,
      maxItems: 3,
    }),
  Sources: () =>
    texts(
      '^[0-9a-fA-F:.]{2,45}(/[0-9]{1,3})?$',
      50,
      '来电还会来自的 IP 地址或网段，主机、注册服务器、外呼代理的地址之外',
      'IP addresses and networks that its own calls come from, beside those of host, registrar and outbound proxy',
    ),
} as const;

/** What a trunk carries, and how much of it. */
const routing = {
  Role: () =>
    choice(
      ['main', 'backup'],
      '主用或备用：主用均无空闲时才用备用',
      'A backup is taken where no main trunk has a place',
    ),
  Priority: () =>
    Type.Integer({
      ...notes('优先级：价格相同时，小的优先', 'Of equal price, the lower is taken first'),
      minimum: 0,
      maximum: 1000,
    }),
  Concurrency: () =>
    Type.Integer({ ...notes('最大并发呼叫', 'Calls at one time'), minimum: 1, maximum: 100_000 }),
  Cps: () => Type.Integer({ ...notes('每秒呼叫数', 'Calls started in a second'), minimum: 1, maximum: 1000 }),
  DailyLimit: () =>
    Type.Integer({
      ...notes('每日呼叫数上限（北京时间），0 为不限', 'Calls a day in Beijing; 0: no limit'),
      minimum: 0,
      maximum: 100_000_000,
    }),
  Purposes: () =>
    Type.Array(Type.Enum(['1', '2'], notes('语音类型', 'Purpose')), {
      ...notes('可承载的语音类型：1 验证码，2 通知', 'Purposes it carries: 1 codes, 2 notices'),
      minItems: 1,
      maxItems: 2,
    }),
  Countries: () =>
    Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), {
      ...notes('可到达的国家或地区（ISO 3166）', 'Countries and regions it reaches (ISO 3166)'),
      minItems: 1,
      maxItems: 260,
      examples: [['CN']],
    }),
  Operators: () =>
    Type.Array(Type.Enum(['cmcc', 'cucc', 'ctcc'], notes('运营商', 'Operator')), {
      ...notes(
        '只承载这些运营商的大陆手机号；空为全部，含固话',
        'Mainland mobile numbers of these operators only; none: all, and landlines',
      ),
      maxItems: 3,
    }),
  Prices: () =>
    texts(
      '^\\+[1-9][0-9]{0,14},[0-9]{1,6}(\\.[0-9]{1,4})?$',
      500,
      '成本，每行：被叫前缀,元/分钟；最长前缀优先，用于最低成本选路',
      'Cost, each: prefix of the called number,yuan a minute; the longest prefix counts, and the cheapest trunk is taken',
    ),
} as const;

/** By what it is known that a trunk is sick. */
const watch = {
  ProbeSeconds: () =>
    Type.Integer({
      ...notes(
        'OPTIONS 探测间隔秒数，5 以上；0 为不探测',
        'Seconds between OPTIONS, 5 at least; 0: none are sent',
      ),
      minimum: 0,
      maximum: 3600,
    }),
  LeastAnswered: () =>
    Type.Integer({
      ...notes(
        '接通率下限（%）：5 分钟内至少 50 次呼叫仍低于此值则摘除，0 为不判断',
        'Least share of answered calls, per cent: below it over 5 minutes and 50 calls the trunk is taken out; 0: not judged',
      ),
      minimum: 0,
      maximum: 100,
    }),
} as const;

const FIELDS = { ...terms, ...routing, ...watch } as const;
type Fields = typeof FIELDS;

/** Every field of a trunk but its credentials, as answered. */
export const trunkFields = () =>
  Object.fromEntries(Object.entries(FIELDS).map(([name, field]) => [name, field()])) as {
    [Name in keyof Fields]: ReturnType<Fields[Name]>;
  };

/** The same where none need be given: what is absent is as it was, or as the field's default has it. */
export const optionalTrunkFields = () =>
  Object.fromEntries(Object.entries(FIELDS).map(([name, field]) => [name, Type.Optional(field())])) as {
    [Name in keyof Fields]: ReturnType<typeof Type.Optional<ReturnType<Fields[Name]>>>;
  };

export const trunkName = () =>
  Type.String({
    ...notes('线路名称', 'Name of the trunk'),
    minLength: 1,
    maxLength: 64,
    examples: ['上海移动 1'],
  });

/** Never in an answer. */
export const credentials = () => ({
  Username: Type.Optional(
    Type.String({
      ...notes('认证用户名，空为清除', 'User name to authenticate with; empty: none'),
      maxLength: 128,
    }),
  ),
  Password: Type.Optional(
    Type.String({
      ...notes('认证密码：加密保存，任何接口都不返回', 'Password: kept sealed, and never answered'),
      maxLength: 128,
    }),
  ),
});

export const trunkHealth = () =>
  Type.Enum(
    ['up', 'sick', 'trial'],
    notes(
      'up 正常，sick 已摘除，trial 试探恢复中（一次一路）',
      'up, sick: taken out, trial: one call at a time to see whether it is well again',
    ),
  );

export const trunkState = () =>
  Type.Enum(['enabled', 'disabled', 'retired'], notes('状态', 'Whether it is in use'));

export const since = () => milliseconds('自何时起', 'Since when');
