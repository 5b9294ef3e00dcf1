import type { ActionName } from '@herald/contract';
import { CODE_TEMPLATE } from './database.ts';

/** In every free text of the owner's, so that it is recognised wherever it comes out. */
export const MARK = 'ownersmark';

/** Ids of the owner's things, by the name of the request field that takes one. */
export type Ids = Record<string, string | string[]>;

type Step = readonly [who: 'owner' | 'staff', action: ActionName, given: Readonly<Record<string, unknown>>];

/**
 * What the owner (and, where it needs the operator, the staff) does, so that there is one of everything that an account
 * can have. Each step sees the ids of those before it.
 */
export function* ownersSteps(_ids: () => Ids): Generator<Step> {
  yield [
    'owner',
    'SendUVMSMessage',
    {
      CalledNumber: '+8613800009911',
      TemplateId: CODE_TEMPLATE,
      TemplateParams: ['123456'],
      UserId: MARK,
    },
  ];
  yield ['owner', 'UpdateUVMSReceiptUrl', { Url: `https://example.com/${MARK}` }];
  yield ['owner', 'BuyUVMSPackage', { Purpose: 1, GroupType: 1, Quantity: 10_000, Agree: true }];
}

/** Takes every id out of an answer, under the names that request fields have. */
export function collectIds(answer: unknown, ids: Ids): void {
  if (typeof answer !== 'object' || answer === null) return;
  for (const [name, value] of Object.entries(answer)) {
    if (typeof value === 'string' && /(?:Id|No|Key)$/.test(name) && value !== '') ids[name] = value;
    else collectIds(value, ids);
  }
}
