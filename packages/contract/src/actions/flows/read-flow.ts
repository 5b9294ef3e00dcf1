import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { milliseconds, notes, numPerPage, page, projectId } from '../../fields.ts';
import { allDay, appId } from '../templates/fields.ts';
import { flowFields, flowFindings, flowId, flowText, language, version } from './fields.ts';

export const listUVMSFlows = defineAction({
  name: 'ListUVMSFlows',
  summary: { zh: '列出导航流程，按创建时间倒序', en: 'Lists flows, the newest first' },
  permission: 'uvms:read',
  request: Type.Object({
    Status: Type.Optional(
      Type.Enum(
        [0, 1, 2, 3, 5],
        notes(
          '状态：0 待审核，1 审核中，2 已通过，3 未通过，5 草稿',
          'Status: 0 to review, 1 in review, 2 approved, 3 rejected, 5 draft',
        ),
      ),
    ),
    Page: page(),
    NumPerPage: numPerPage(10),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('符合条件的总数', 'How many match')),
    Data: Type.Array(
      Type.Object(flowFields(), notes('一个导航流程', 'One flow')),
      notes('本页的流程', 'The flows of this page'),
    ),
  }),
  errors: ['PROJECT_UNKNOWN'],
});

export const queryUVMSFlow = defineAction({
  name: 'QueryUVMSFlow',
  summary: {
    zh: '查询一个导航流程的内容、问题与已通过的版本；传 Version 查询当时的内容',
    en: 'One flow with its graph, its findings and its approved versions; with Version as it was then',
  },
  permission: 'uvms:read',
  request: Type.Object({
    FlowId: flowId(),
    Version: Type.Optional(
      Type.Integer({
        ...notes('已通过的版本；不传为最新的内容', 'An approved version; absent: the newest wording'),
        minimum: 1,
        maximum: 1_000_000,
      }),
    ),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Flow: Type.Object(
      {
        ...flowFields(),
        Graph: Type.String(notes('流程 JSON', 'The flow as JSON')),
        Variables: Type.Integer(
          notes('变量个数；流程不能读取时为 0', 'How many variables; 0 where it cannot be read'),
        ),
      },
      notes('导航流程', 'The flow'),
    ),
    Findings: flowFindings(),
    Versions: Type.Array(
      Type.Object(
        {
          Version: version(),
          ApproveTime: milliseconds('通过时间', 'When it was approved'),
        },
        notes('一个已通过的版本', 'One approved version'),
      ),
      notes('已通过的版本，新的在前，至多 50 个', 'Approved versions, the newest first, at most 50'),
    ),
  }),
  errors: ['PROJECT_UNKNOWN', 'FLOW_NOT_FOUND'],
});

export const checkUVMSFlow = defineAction({
  name: 'CheckUVMSFlow',
  summary: {
    zh: '按全部规则检查导航流程，不保存；问题逐节点列出',
    en: 'Checks a flow by every rule, node by node; nothing is stored',
  },
  permission: 'uvms:read',
  request: Type.Object({
    Flow: flowText(),
    AppId: Type.Optional(appId()),
    Language: Type.Optional(language()),
    AllDay: Type.Optional(allDay()),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Submittable: Type.Boolean(notes('是否可以提交审核', 'Whether it may be submitted')),
    Variables: Type.Integer(notes('变量个数', 'How many variables')),
    Findings: flowFindings(),
  }),
  errors: ['PROJECT_UNKNOWN'],
});

export const tryUVMSFlow = defineAction({
  name: 'TryUVMSFlow',
  summary: {
    zh: '不打电话，用按键试走导航流程（传内容或已保存的 FlowId）：经过哪些节点、会播报什么',
    en: 'Goes through a flow, given as it is or by its id, by keys without a call: which nodes, and what would be said',
  },
  permission: 'uvms:read',
  request: Type.Object({
    Flow: Type.Optional(flowText()),
    FlowId: Type.Optional(flowId()),
    TemplateParams: Type.Optional(
      Type.Array(Type.String({ ...notes('变量的值', 'Value of a variable'), maxLength: 1000 }), {
        ...notes('变量的值，按序号；不传用示例', 'Values of the variables by number; absent: examples'),
        maxItems: 20,
      }),
    ),
    Keys: Type.Optional(
      Type.Array(
        Type.String({
          ...notes('按键，或其他人所做的事', 'A key, or what somebody else does'),
          pattern: '^([0-9*#]|timeout|connected|busy|no-answer|failed|branch:[A-Za-z][A-Za-z0-9_-]{0,31})$',
        }),
        {
          ...notes(
            '依次发生的事：按键 0–9 * #；timeout 无人按键；branch:名称 服务器选的分支；connected、busy、no-answer、failed 转接结果。用完后无人按键',
            'What happens, in order: keys 0–9 * #; timeout: nobody presses one; branch:name: what the server chose; connected, busy, no-answer, failed: how a transfer went. After the last one nobody presses a key',
          ),
          maxItems: 100,
        },
      ),
    ),
    Language: Type.Optional(language()),
    ProjectId: projectId(),
  }),
  response: Type.Object({
    Steps: Type.Array(
      Type.Object(
        {
          Node: Type.String(notes('节点', 'Node')),
          Kind: Type.String(notes('节点类型', 'Kind of node')),
          Said: Type.Array(
            Type.String(notes('一段播报', 'One prompt')),
            notes('依次播报的内容', 'What is said, in order'),
          ),
          Did: Type.Array(
            Type.String(notes('一件事', 'One thing')),
            notes('在此发生的事', 'What happened there'),
          ),
        },
        notes('经过的一个节点', 'One node on the way'),
      ),
      notes('依次经过的节点', 'The nodes in order'),
    ),
    Used: Type.Integer(
      notes(
        '用到的 Keys 个数；少于传入的表示其后的没有合适的时机',
        'How many of Keys were used; fewer than given: what follows had no moment to fit',
      ),
    ),
    Collected: Type.Array(
      Type.Object(
        {
          Node: Type.String(notes('节点', 'Node')),
          Digits: Type.String(notes('收到的数字', 'The digits')),
        },
        notes('收到的一组数字', 'One set of digits'),
      ),
      notes('收到的数字', 'Digits that were collected'),
    ),
  }),
  errors: [
    'FLOW_TO_TRY',
    'FLOW_NOT_FOUND',
    'PROJECT_UNKNOWN',
    'FLOW_INVALID',
    'TEMPLATE_PARAMS_COUNT',
    'VALUE_INVALID',
  ],
});
