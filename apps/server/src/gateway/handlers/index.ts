import type { Handlers } from '../deps.ts';
import { accountHandlers } from './accounts.ts';
import { agreementHandlers } from './agreements.ts';
import { auditHandlers } from './audit.ts';
import { audited } from './audited.ts';
import { calleeHandlers } from './callees.ts';
import { carrierHandlers } from './carriers.ts';
import { complaintHandlers } from './complaints.ts';
import { complianceHandlers } from './compliance.ts';
import type { HandlerDeps } from './deps.ts';
import { deskHandlers } from './desk.ts';
import { flowHandlers } from './flows.ts';
import { guideHandlers } from './guide.ts';
import { halted } from './halted.ts';
import { messageHandlers } from './messages.ts';
import { moneyHandlers } from './money.ts';
import { noticeHandlers } from './notices.ts';
import { numberHandlers } from './numbers.ts';
import { privacyHandlers } from './privacy.ts';
import { qualificationHandlers } from './qualification.ts';
import { rectificationHandlers } from './rectifications.ts';
import { reviewHandlers } from './reviews.ts';
import { sanctionHandlers } from './sanctions.ts';
import { recordHandlers } from './sent.ts';
import { signHandlers } from './signs.ts';
import { taskHandlers } from './tasks.ts';
import { templateHandlers } from './templates.ts';

export type { HandlerDeps, SandboxSounds } from './deps.ts';

/** What each Action does: one flow, or one query, and its answer in the contract's words. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const handlers: Handlers = {
    ...messageHandlers(deps),
    ...templateHandlers(deps),
    ...taskHandlers(deps),
    ...recordHandlers(deps),
    ...accountHandlers(deps),
    ...qualificationHandlers(deps),
    ...reviewHandlers(deps),
    ...agreementHandlers(deps),
    ...noticeHandlers(deps),
    ...moneyHandlers(deps),
    ...carrierHandlers(deps),
    ...flowHandlers(deps),
    ...numberHandlers(deps),
    ...guideHandlers(deps),
    ...auditHandlers(deps),
    ...complianceHandlers(deps),
    ...complaintHandlers(deps),
    ...sanctionHandlers(deps),
    ...rectificationHandlers(deps),
    ...signHandlers(deps),
    ...deskHandlers(deps),
    ...calleeHandlers(deps),
    ...privacyHandlers(deps),
  };
  return audited(deps, halted(deps, handlers));
}
