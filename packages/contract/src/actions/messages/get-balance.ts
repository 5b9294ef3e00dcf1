import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { groupType, milliseconds, notes, projectId, purpose } from '../../fields.ts';

const yuan = (zh: string, en: string) =>
  Type.String({
    ...notes(`${zh}，元`, `${en}, yuan`),
    pattern: '^-?[0-9]+\\.[0-9]{2,4}$',
    examples: ['128.5000'],
  });

export const getBalance = defineAction({
  name: 'GetBalance',
  summary: { zh: '查询账户余额与套餐余量', en: 'Balance of the account, and what is left of its packages' },
  permission: 'billing:read',
  request: Type.Object({ ProjectId: projectId() }),
  response: Type.Object({
    AccountInfo: Type.Object(
      {
        Amount: yuan('账户余额', 'Balance'),
        AmountAvailable: yuan('可用余额', 'Available'),
        AmountFreeze: yuan('已为进行中的消息预留', 'Reserved for messages on their way'),
        AmountFree: yuan(
          '赠送余额：总是 0，赠送以代金券发放',
          'Given by the operator: always 0, gifts are coupons',
        ),
        AmountCredit: yuan('信用额度：总是 0，服务为预付费', 'Credit: always 0, the service is prepaid'),
      },
      notes('账户余额', 'The balance'),
    ),
    Owed: yuan(
      '欠款：冲正时余额已不足的部分，由下一笔充值先行归还',
      'Owed: what the balance did not hold when money was taken back; the next top-up repays it first',
    ),
    Suspended: Type.Array(
      Type.Object(
        {
          Purpose: purpose(),
          GroupType: groupType(),
          SinceTime: milliseconds('自何时起', 'Since when'),
        },
        notes('一种无款项可支付的发送', 'A kind of send that cannot be paid'),
      ),
      notes(
        '因余额与套餐不足而暂停的发送（条款 3.6）；足够支付后自动恢复，此处随即不再列出',
        'Kinds of sends that were refused because nothing covers them, and still would be (3.6); gone from here once they are covered again',
      ),
    ),
    Packages: Type.Array(
      Type.Object(
        {
          PackageId: Type.String(notes('套餐包 ID', 'Package')),
          Purpose: purpose(),
          GroupType: groupType(),
          Quantity: Type.Integer(notes('总量，条或分钟', 'Bought, messages or minutes')),
          Available: Type.Integer(notes('可用量', 'Left to use')),
          Reserved: Type.Integer(notes('已预留', 'Reserved for messages on their way')),
          ExpireTime: milliseconds('到期时间', 'When it expires'),
        },
        notes('一个套餐包', 'One package'),
      ),
      notes('套餐包，最先到期的在前', 'Packages, the soonest to expire first'),
    ),
  }),
  errors: ['PROJECT_UNKNOWN'],
});
