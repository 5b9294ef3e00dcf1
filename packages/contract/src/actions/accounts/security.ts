import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes } from '../../fields.ts';
import { ipList, ipsAnswered } from './fields.ts';

export const getSecuritySettings = defineAction({
  name: 'GetSecuritySettings',
  summary: { zh: '查询账号的安全设置', en: 'The security settings of the account' },
  permission: 'members:manage',
  request: Type.Object({}),
  response: Type.Object({
    ApiIps: ipsAnswered('API 密钥与应用的来源地址，空为不限', 'Addresses for API keys and apps; empty: any'),
    ConsoleIps: ipsAnswered('控制台登录的来源地址，空为不限', 'Addresses for members who log in; empty: any'),
    KeyPairs: Type.Boolean(notes('是否接受 SHA-1 密钥对签名', 'Whether SHA-1 key pair signatures are taken')),
  }),
  errors: [],
});

export const updateSecuritySettings = defineAction({
  name: 'UpdateSecuritySettings',
  summary: {
    zh: '修改账号的安全设置，未传的不变；1 秒内在各处生效',
    en: 'Changes the security settings of the account, those that are given; everywhere within a second',
  },
  permission: 'members:manage',
  request: Type.Object({
    ApiIps: ipList('API 密钥与应用的来源地址', 'Addresses for API keys and apps'),
    ConsoleIps: ipList(
      '控制台登录的来源地址，必须包含您当前的地址',
      'Addresses for members who log in; your present one must be among them',
    ),
    KeyPairs: Type.Optional(
      Type.Boolean(
        notes(
          '是否接受 SHA-1 密钥对签名；false 时只接受应用的 HMAC 签名',
          'Whether SHA-1 key pair signatures are taken; false: the HMAC scheme of apps alone',
        ),
      ),
    ),
  }),
  response: Type.Object({}),
  errors: ['IP_LIST_INVALID', 'IP_LIST_LOCKS_OUT'],
});
