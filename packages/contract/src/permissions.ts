import type { Words } from './words.ts';

/** What a member, key or app of an account must hold to call an Action. */
export const CUSTOMER_PERMISSIONS = {
  'uvms:send': { zh: '发送消息', en: 'Send messages' },
  'uvms:read': {
    zh: '查看消息、记录、回执、模板与号码',
    en: 'See messages, records, receipts, templates, numbers',
  },
  'uvms:configure': { zh: '修改回执推送等发送设置', en: 'Change receipt push and other settings of sending' },
  'template:write': { zh: '创建和修改模板', en: 'Create and change templates' },
  'enterprise:read': { zh: '查看企业、应用与能力', en: 'See enterprise, apps and capabilities' },
  'enterprise:write': { zh: '提交企业、应用与能力申请', en: 'Apply for enterprise, apps and capabilities' },
  'billing:read': { zh: '查看余额、套餐与账单', en: 'See balance, packages and bills' },
  'billing:pay': { zh: '充值、购买与付款', en: 'Top up, buy and pay' },
  'keys:manage': { zh: '管理 API 密钥与应用密钥', en: 'Manage API keys and secrets of apps' },
  'members:manage': { zh: '管理子账号与安全设置', en: 'Manage members and security settings' },
  'agreement:sign': { zh: '接受或拒绝服务协议', en: 'Accept or refuse the agreement' },
  'notices:read': { zh: '查看公告与站内信', en: 'Read announcements and the inbox' },
} as const satisfies Record<string, Words>;

/** What the operator's own staff must hold. */
export const OPERATOR_PERMISSIONS = {
  'ops:read': { zh: '查看运营数据', en: 'See the operator’s side' },
  'ops:review': { zh: '审核申请与模板', en: 'Review applications and templates' },
  'ops:finance': { zh: '价格、账单与对账', en: 'Prices, bills and reconciliation' },
  'ops:operate': { zh: '线路、号码、维护与公告', en: 'Trunks, numbers, maintenance and announcements' },
  'ops:comply': { zh: '协议、投诉与处置', en: 'Agreement, complaints and sanctions' },
  'ops:staff': { zh: '管理运营人员与平台设置', en: 'Manage staff and settings of the platform' },
} as const satisfies Record<string, Words>;

export type CustomerPermission = keyof typeof CUSTOMER_PERMISSIONS;
export type OperatorPermission = keyof typeof OPERATOR_PERMISSIONS;
export type Permission = CustomerPermission | OperatorPermission;

interface Role<Held extends Permission> {
  readonly words: Words;
  readonly permissions: readonly Held[];
}

const everyCustomerPermission = Object.keys(CUSTOMER_PERMISSIONS) as CustomerPermission[];
const everyOperatorPermission = Object.keys(OPERATOR_PERMISSIONS) as OperatorPermission[];

/** 1.3: what each role of a member may do. The one table; what an Action needs stands in the Action. */
export const MEMBER_ROLES = {
  owner: { words: { zh: '所有者', en: 'Owner' }, permissions: everyCustomerPermission },
  developer: {
    words: { zh: '开发', en: 'Developer' },
    permissions: [
      'uvms:send',
      'uvms:read',
      'uvms:configure',
      'template:write',
      'enterprise:read',
      'keys:manage',
      'notices:read',
    ],
  },
  finance: {
    words: { zh: '财务', en: 'Finance' },
    permissions: ['uvms:read', 'billing:read', 'billing:pay', 'notices:read'],
  },
  operations: {
    words: { zh: '运营', en: 'Operations' },
    permissions: [
      'uvms:send',
      'uvms:read',
      'template:write',
      'enterprise:read',
      'enterprise:write',
      'billing:read',
      'notices:read',
    ],
  },
  'read-only': {
    words: { zh: '只读', en: 'Read only' },
    permissions: ['uvms:read', 'enterprise:read', 'billing:read', 'notices:read'],
  },
} as const satisfies Record<string, Role<CustomerPermission>>;

export type MemberRole = keyof typeof MEMBER_ROLES;

/** What an app may do with its AppKey and AppSecret (1.5). */
export const APP_PERMISSIONS = ['uvms:send', 'uvms:read'] as const satisfies readonly CustomerPermission[];

/** Roles of the operator's staff, a realm of their own. */
export const OPERATOR_ROLES = {
  reviewer: { words: { zh: '审核', en: 'Reviewer' }, permissions: ['ops:read', 'ops:review'] },
  finance: { words: { zh: '财务', en: 'Finance' }, permissions: ['ops:read', 'ops:finance'] },
  operations: { words: { zh: '运营', en: 'Operations' }, permissions: ['ops:read', 'ops:operate'] },
  compliance: {
    words: { zh: '合规', en: 'Compliance' },
    permissions: ['ops:read', 'ops:review', 'ops:comply'],
  },
  admin: { words: { zh: '管理员', en: 'Administrator' }, permissions: everyOperatorPermission },
} as const satisfies Record<string, Role<OperatorPermission>>;

export type OperatorRole = keyof typeof OPERATOR_ROLES;
