import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { fileId, milliseconds, notes, numPerPage, page } from '../../fields.ts';
import { accountId, capability } from '../qualification/fields.ts';
import { clause } from './fields.ts';

const orderId = () =>
  Type.String({
    ...notes('整改要求编号', 'The order'),
    minLength: 1,
    maxLength: 64,
    examples: ['01938b6e-4f5a-7c3d-9a1b-2c3d4e5f6a7b'],
  });

const state = () =>
  Type.Enum(
    ['open', 'answered', 'closed'],
    notes(
      '状态：open 待客户整改并答复，answered 待运营方核查，closed 已办结',
      'State: open (the customer is to answer), answered (the operator is to look at it), closed',
    ),
  );

const words = (zh: string, en: string) => Type.String({ ...notes(zh, en), minLength: 2, maxLength: 4000 });

const dueTime = (zh: string, en: string) =>
  Type.Integer({
    ...notes(`${zh}，Unix 毫秒`, `${en}, Unix milliseconds`),
    minimum: 0,
    maximum: 9_999_999_999_999,
  });

const listed = () => ({
  OrderId: orderId(),
  State: state(),
  Overdue: Type.Boolean(notes('是否逾期未答复', 'Whether it is open past its time')),
  Clause: Type.String(notes('依据的条款', 'The clause')),
  Capabilities: Type.Array(
    capability(),
    notes('办结前停用的能力', 'Capabilities that are off until it is closed'),
  ),
  DueTime: milliseconds('期限', 'By when'),
  OpenTime: milliseconds('提出时间', 'When it was made'),
  CloseTime: Type.Optional(milliseconds('办结时间', 'When it was closed')),
  Said: Type.Array(
    Type.Object(
      {
        Side: Type.Enum(['operator', 'customer'], notes('哪一方', 'Which side')),
        By: Type.String(notes('何人', 'Who')),
        Time: milliseconds('时间', 'When'),
        Text: Type.String(notes('内容', 'What')),
        FileIds: Type.Array(fileId(), notes('所附文件', 'Files with it')),
      },
      notes('一条', 'One thing'),
    ),
    notes('双方往来，最早的在前：要求、答复、退回、办结', 'What both sides said, in its order'),
  ),
});

const operator = { realm: 'operator', permission: 'ops:comply' } as const;

const createUVMSRectification = defineAction({
  name: 'CreateUVMSRectification',
  summary: {
    zh: '要求客户限期整改；办结前所列能力停用',
    en: 'Orders a customer to put something right in time; the stated capabilities are off until the order is closed',
  },
  ...operator,
  request: Type.Object({
    AccountId: accountId(),
    Text: words('要求整改什么，告知客户', 'What is to be put right; the customer is told'),
    Clause: clause(),
    DueTime: dueTime('整改期限', 'By when'),
    Capabilities: Type.Optional(
      Type.Array(capability(), {
        ...notes('办结前停用的能力', 'Capabilities that are off until it is closed'),
        maxItems: 6,
      }),
    ),
  }),
  response: Type.Object({ OrderId: orderId() }),
  errors: ['RECTIFICATION_INVALID', 'ACCOUNT_UNKNOWN'],
});

const sendBackUVMSRectification = defineAction({
  name: 'SendBackUVMSRectification',
  summary: {
    zh: '退回客户的整改答复，说明缺什么并给出新的期限',
    en: 'Sends an answer back: what is missing, and by when',
  },
  ...operator,
  request: Type.Object({
    OrderId: orderId(),
    Text: words('缺什么，告知客户', 'What is missing; the customer is told'),
    DueTime: dueTime('新的期限', 'By when'),
  }),
  response: Type.Object({ State: state() }),
  errors: ['RECTIFICATION_UNKNOWN', 'RECTIFICATION_STATE', 'RECTIFICATION_INVALID'],
});

const closeUVMSRectification = defineAction({
  name: 'CloseUVMSRectification',
  summary: {
    zh: '办结整改要求，恢复因此停用的能力',
    en: 'Closes an order; what was off because of it is back',
  },
  ...operator,
  request: Type.Object({
    OrderId: orderId(),
    Text: words('结论，告知客户', 'The finding; the customer is told'),
  }),
  response: Type.Object({ State: state() }),
  errors: ['RECTIFICATION_UNKNOWN', 'RECTIFICATION_STATE', 'RECTIFICATION_INVALID'],
});

const listUVMSRectifications = defineAction({
  name: 'ListUVMSRectifications',
  summary: { zh: '查询整改要求，最近的在前', en: 'Orders to rectify, the latest first' },
  ...operator,
  request: Type.Object({
    AccountId: Type.Optional(accountId()),
    Open: Type.Optional(Type.Boolean(notes('只看未办结的', 'Only those that are not closed'))),
    Page: page(),
    NumPerPage: numPerPage(),
  }),
  response: Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Data: Type.Array(
      Type.Object(
        { AccountId: Type.String(notes('客户账号', 'The customer')), ...listed() },
        notes('一项整改要求', 'One order'),
      ),
      notes('本页', 'Of this page'),
    ),
  }),
  errors: [],
});

const downloadUVMSRectificationFile = defineAction({
  name: 'DownloadUVMSRectificationFile',
  summary: {
    zh: '下载客户附在整改答复中的文件；查看会被记录',
    en: 'A file that a customer gave with an answer; that it was looked at is recorded',
  },
  ...operator,
  file: 'download',
  request: Type.Object({ OrderId: orderId(), FileId: fileId() }),
  response: Type.Object({}),
  errors: ['RECTIFICATION_UNKNOWN', 'FILE_NOT_FOUND'],
});

const queryUVMSRectifications = defineAction({
  name: 'QueryUVMSRectifications',
  summary: {
    zh: '查询对本账号的整改要求，最近的在前',
    en: 'Orders to this account to put something right, the latest first',
  },
  permission: 'uvms:read',
  request: Type.Object({ Page: page(), NumPerPage: numPerPage() }),
  response: Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Data: Type.Array(
      Type.Object(listed(), notes('一项整改要求', 'One order')),
      notes('本页', 'Of this page'),
    ),
  }),
  errors: [],
});

const answerUVMSRectification = defineAction({
  name: 'AnswerUVMSRectification',
  summary: {
    zh: '答复整改要求，可附文件；办结前可以补充',
    en: 'Answers an order to rectify, with files; more can be added until it is closed',
  },
  permission: 'enterprise:write',
  request: Type.Object({
    OrderId: orderId(),
    Text: words('做了什么', 'What was done'),
    FileIds: Type.Optional(
      Type.Array(fileId(), {
        ...notes('证明文件，用 UploadUVMSFile 以 material 上传', 'Files that show it, uploaded as material'),
        maxItems: 10,
      }),
    ),
  }),
  response: Type.Object({ State: state() }),
  errors: ['RECTIFICATION_UNKNOWN', 'RECTIFICATION_STATE', 'RECTIFICATION_INVALID', 'FILE_NOT_FOUND'],
});

/** Orders to rectify. */
export const RECTIFICATION_ACTIONS = {
  CreateUVMSRectification: createUVMSRectification,
  SendBackUVMSRectification: sendBackUVMSRectification,
  CloseUVMSRectification: closeUVMSRectification,
  ListUVMSRectifications: listUVMSRectifications,
  DownloadUVMSRectificationFile: downloadUVMSRectificationFile,
  QueryUVMSRectifications: queryUVMSRectifications,
  AnswerUVMSRectification: answerUVMSRectification,
} as const;
