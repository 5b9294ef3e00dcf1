import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes } from '../../fields.ts';
import { ipList, ipsAnswered, publicKey } from './fields.ts';

const privateKey = () => Type.String(notes('私钥，只显示这一次', 'The private key, shown this once'));

/** Not `PublicKey`: that is the key by which a request is signed. */
const accessKey = () =>
  Type.String({
    ...notes('要操作的密钥的公钥', 'The public key of the pair meant'),
    minLength: 1,
    maxLength: 128,
  });

const note = () => Type.Optional(Type.String({ ...notes('备注', 'A note'), maxLength: 128 }));

const allowedIps = () =>
  ipList(
    '可使用该密钥的来源地址，与账号的白名单同时生效；不传则不变',
    'Addresses that may use the key, beside the account’s own list; left out: as it is',
  );

export const createAccessKey = defineAction({
  name: 'CreateAccessKey',
  summary: {
    zh: '为自己创建 API 密钥：权限与项目范围同本人',
    en: 'Creates an API key of one’s own: it may do what its member may, in the same projects',
  },
  permission: 'keys:manage',
  request: Type.Object({ Note: note(), AllowedIps: allowedIps() }),
  response: Type.Object({ PublicKey: publicKey(), PrivateKey: privateKey() }),
  errors: ['COUNT_LIMIT', 'IP_LIST_INVALID'],
});

export const listAccessKeys = defineAction({
  name: 'ListAccessKeys',
  summary: {
    zh: '列出 API 密钥：管理成员者可见账号的全部，其他人只见自己的',
    en: 'Lists API keys: all of the account for who manages members, one’s own for others',
  },
  permission: 'keys:manage',
  request: Type.Object({}),
  response: Type.Object({
    Keys: Type.Array(
      Type.Object(
        {
          PublicKey: publicKey(),
          MemberId: Type.String(
            notes('所属成员，账号自身的密钥为空', 'Its member; empty for a key of the account'),
          ),
          Status: Type.Enum(
            ['active', 'disabled'],
            notes('active 启用，disabled 停用', 'active or disabled'),
          ),
          Leaked: Type.Boolean(notes('是否已报告泄露', 'Whether it was reported as leaked')),
          Note: Type.String(notes('备注', 'The note')),
          AllowedIps: ipsAnswered('允许的来源地址，空为不限', 'Addresses that may use it; empty: any'),
          CreateTime: milliseconds('创建时间', 'When it was made'),
          LastUseTime: milliseconds(
            '最近使用时间，约 5 秒内；未使用为 0',
            'When it was last used, to about 5 s; 0: never',
          ),
        },
        notes('一个密钥', 'One key'),
      ),
      notes('密钥', 'The keys'),
    ),
  }),
  errors: [],
});

export const updateAccessKey = defineAction({
  name: 'UpdateAccessKey',
  summary: {
    zh: '停用、启用密钥，修改备注或来源地址；1 秒内在各处生效',
    en: 'Disables or enables a key, changes its note or addresses; everywhere within a second',
  },
  permission: 'keys:manage',
  request: Type.Object({
    AccessKey: accessKey(),
    Status: Type.Optional(
      Type.Enum(['active', 'disabled'], notes('active 启用，disabled 停用', 'active or disabled')),
    ),
    Note: note(),
    AllowedIps: allowedIps(),
  }),
  response: Type.Object({}),
  errors: ['KEY_NOT_FOUND', 'KEY_LEAKED', 'IP_LIST_INVALID'],
});

export const resetAccessKey = defineAction({
  name: 'ResetAccessKey',
  summary: {
    zh: '重置私钥：旧签名 1 秒内失效，该成员须重新登录',
    en: 'A new private key: the old signature fails within a second, and the member must log in again',
  },
  permission: 'keys:manage',
  request: Type.Object({ AccessKey: accessKey() }),
  response: Type.Object({ PublicKey: publicKey(), PrivateKey: privateKey() }),
  errors: ['KEY_NOT_FOUND'],
});

export const deleteAccessKey = defineAction({
  name: 'DeleteAccessKey',
  summary: { zh: '删除密钥，1 秒内在各处失效', en: 'Deletes a key; it fails everywhere within a second' },
  permission: 'keys:manage',
  request: Type.Object({ AccessKey: accessKey() }),
  response: Type.Object({}),
  errors: ['KEY_NOT_FOUND'],
});

export const reportLeakedAccessKey = defineAction({
  name: 'ReportLeakedAccessKey',
  summary: {
    zh: '报告密钥泄露：1 秒内在各处停用，并交平台处理',
    en: 'Reports a leaked key: disabled everywhere within a second, and a case for the operator of this service',
  },
  permission: 'keys:manage',
  request: Type.Object({
    AccessKey: accessKey(),
    Description: Type.Optional(
      Type.String({ ...notes('何时、如何发现', 'When and how it was noticed'), maxLength: 500 }),
    ),
  }),
  response: Type.Object({ CaseId: Type.String(notes('案件编号', 'The case')) }),
  errors: ['KEY_NOT_FOUND', 'KEY_LEAKED'],
});
