import { HeraldError } from '@herald/contract';
import { dropTail, findTemplates, NOTICE, type SpokenTail, setTail } from '../../modules/templates/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sql } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';

/** Templates of one account that may have a tail of their own. */
export const MOST_TAILS = 1000;

/**
 * Says what is spoken at the end of a template's messages, or without one of all notices of the account; messages that
 * are accepted from now on have it. Without a tail, a template has the account's again.
 * @throws HeraldError TEMPLATE_NOT_FOUND, SPOKEN_TAIL_UNFIT
 */
export async function changeTail(
  { sql, clock }: { sql: Sql; clock: Clock },
  wanted: { accountId: string; templateId: string | undefined; tail: SpokenTail | undefined },
): Promise<void> {
  const { accountId, templateId = '', tail } = wanted;
  const key = { accountId, templateId };
  await inTransaction(sql, async (tx) => {
    if (templateId !== '') {
      const [template] = await findTemplates(tx, [key]);
      if (!template) throw new HeraldError('TEMPLATE_NOT_FOUND', { templateId });
      if (template.purpose !== NOTICE || template.sound)
        throw new HeraldError('SPOKEN_TAIL_UNFIT', { templateId });
    }
    if (tail === undefined) await dropTail(tx, key);
    else await setTail(tx, { ...key, tail, at: new Date(clock.now()) });
  });
}
