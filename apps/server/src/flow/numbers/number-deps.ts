import {
  HeraldError,
  NUMBER_APPLICATION_STATES,
  NUMBER_STATES,
  type NumberApplicationState,
} from '@herald/contract';
import {
  type Application,
  type ApplicationEvent,
  type ApplicationKey,
  lockApplication,
  lockNumber,
  type NumberEvent,
  type NumberKey,
  nextApplicationState,
  noteNumberEvent,
  type OwnedNumber,
  statesFor,
} from '../../modules/numbers/index.ts';
import { lockOrder } from '../../modules/orders/index.ts';
import type { Sql, Tx } from '../../platform/db.ts';
import type { Limits } from '../../platform/limit-settings.ts';
import type { Random } from '../../platform/random.ts';
import type { NotifyDeps } from '../notices/notify.ts';

/** What the flows of numbers work with. */
export interface NumberDeps extends NotifyDeps {
  readonly sql: Sql;
  readonly random: Random;
  readonly limits: Limits;
}

/** Who does something with an application or a number. */
export type By = NumberEvent['by'];
export const CLOCK: By = { realm: 'clock', id: '' };

/**
 * An application in which an event can be, held until the transaction ends; and the state after the event.
 * @throws HeraldError NUMBER_APPLICATION_UNKNOWN, NUMBER_APPLICATION_STATE
 */
export async function holdApplication(
  tx: Tx,
  key: ApplicationKey,
  event: ApplicationEvent,
): Promise<{ application: Application; next: NumberApplicationState }> {
  const application = await lockApplication(tx, key);
  if (!application) throw new HeraldError('NUMBER_APPLICATION_UNKNOWN', { applicationId: key.applicationId });
  const next = nextApplicationState(application.state, event);
  if (!next) throw applicationState(application.state, statesFor(event));
  return { application, next };
}

export function applicationState(
  state: NumberApplicationState,
  allowed: readonly NumberApplicationState[],
): HeraldError {
  const words = allowed.map((one) => NUMBER_APPLICATION_STATES[one]);
  return new HeraldError('NUMBER_APPLICATION_STATE', {
    stateZh: NUMBER_APPLICATION_STATES[state].zh,
    stateEn: NUMBER_APPLICATION_STATES[state].en,
    allowedZh: words.map(({ zh }) => zh).join('、'),
    allowedEn: words.map(({ en }) => en).join(', '),
  });
}

/** The months that an order for numbers paid ahead: what is set by now is for later ones. */
export async function monthsOrdered(tx: Tx, accountId: string, orderId: string): Promise<number> {
  const order = await lockOrder(tx, accountId, orderId);
  if (order?.detail.kind !== 'number-rent') throw new Error(`${orderId} is no order for numbers`);
  return order.detail.months;
}

/** A number of an account, held until the transaction ends. @throws HeraldError NUMBER_NOT_FOUND */
export async function holdNumber(tx: Tx, key: NumberKey): Promise<OwnedNumber> {
  const number = await lockNumber(tx, key);
  if (!number) throw new HeraldError('NUMBER_NOT_FOUND', { number: key.number });
  return number;
}

export function numberState({ number, status }: Pick<OwnedNumber, 'number' | 'status'>): HeraldError {
  const { zh, en } = NUMBER_STATES[status];
  return new HeraldError('NUMBER_STATE', { number, stateZh: zh, stateEn: en });
}

/** Adds to the history of an application or a number. */
export async function note(
  tx: Tx,
  deps: Pick<NumberDeps, 'newId' | 'clock'>,
  noted: Pick<NumberEvent, 'accountId' | 'subjectId' | 'event' | 'by' | 'remark'>,
): Promise<void> {
  await noteNumberEvent(tx, { ...noted, eventId: deps.newId(), at: new Date(deps.clock.now()) });
}
