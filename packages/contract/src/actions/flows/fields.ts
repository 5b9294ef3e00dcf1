import { Type } from 'typebox';
import { milliseconds, notes } from '../../fields.ts';
import { status } from '../templates/fields.ts';

/** Fields that the Actions of flows share. */
export const flowId = () =>
  Type.String({
    ...notes('导航流程 ID', 'Flow'),
    minLength: 1,
    maxLength: 64,
    examples: ['UVVF20260310k3v9x2m7qd'],
  });

export const flowText = () =>
  Type.String({
    ...notes(
      '导航流程：JSON 文本，含 start、maxSeconds 与 nodes，写法见导航流程指南；最多 100 个节点、40,000 个字符',
      'The flow: JSON with start, maxSeconds and nodes as the guide to flows describes them; at most 100 nodes, 40,000 characters',
    ),
    minLength: 1,
    maxLength: 40_000,
    examples: [
      '{"start":"ask","nodes":{"ask":{"kind":"menu","say":"您好，您的订单{1}已送达，满意请按1，不再接听请按9。","keys":{"1":"thanks","9":"stop"},"otherwise":"thanks"},"thanks":{"kind":"hangup","say":"感谢您的反馈，再见。"},"stop":{"kind":"refuse","say":"已为您登记，我们不会再次致电。"}}}',
    ],
  });

export const language = () =>
  Type.Enum(['zh', 'en'], { ...notes('播报语言', 'Language spoken'), default: 'zh' });

export const flowFindings = () =>
  Type.Array(
    Type.Object(
      {
        Node: Type.String(
          notes('所在节点，整个流程的问题为空', 'The node; empty where it is the whole flow'),
        ),
        Code: Type.String(notes('规则标识，如 loop-endless', 'Name of the rule, e.g. loop-endless')),
        Weight: Type.Enum(
          ['error', 'hint'],
          notes('error 不能提交；hint 仅供参考', 'error: cannot be submitted; hint: worth a look'),
        ),
        Message: Type.String(notes('问题所在', 'What is wrong')),
        Remedy: Type.String(notes('如何修改', 'How to mend it')),
      },
      notes('一处不符合规则的地方', 'One thing that is against a rule'),
    ),
    notes('不符合规则的地方，逐节点列出', 'What is against the rules, node by node'),
  );

/** What a writing Action answers. */
export const written = () =>
  Type.Object({
    FlowId: flowId(),
    Status: status(),
    Version: version(),
    Findings: flowFindings(),
  });

export const version = () => Type.Integer(notes('版本号，从 1 起', 'Version, from 1 on'));

/** One flow, without its graph. */
export const flowFields = () => ({
  FlowId: flowId(),
  Name: Type.String(notes('流程名称', 'Name')),
  Scene: Type.String(notes('场景说明', 'Scene')),
  AppId: Type.Optional(
    Type.String(notes('所属应用；没有则为内部生产使用', 'Its app; absent: for internal production')),
  ),
  Language: Type.Enum(['zh', 'en'], notes('播报语言', 'Language spoken')),
  AllDay: Type.Boolean(notes('是否全天可呼；否则为 8:00–20:00', 'Whether all day; else 8:00–20:00')),
  Status: status(),
  Version: version(),
  LiveVersion: Type.Integer(
    notes('正在使用的版本，0 表示没有', 'The version that is sent with; 0 where there is none'),
  ),
  Blocked: Type.Boolean(notes('是否被平台停用', 'Whether the operator of this service has disabled it')),
  Remark: Type.String(notes('审核说明或停用原因', 'The reviewer’s remark, or why it was disabled')),
  CreateTime: milliseconds('创建时间', 'When it was created'),
  UpdateTime: milliseconds('更新时间', 'When it was last changed'),
});
