import type { SHELL } from '../../../shell/words.ts';
import type { SEND } from './send-words.ts';

interface RefusalPlace {
  readonly words: keyof typeof SEND;
  /** The page where it is seen to, and its name in the menu. */
  readonly path: string;
  readonly page: keyof typeof SHELL;
}

const STANDING = { path: '/standing', page: 'standing' } as const;
const AGREEMENT = { path: '/agreement', page: 'agreement' } as const;
const CAPABILITIES = { path: '/capabilities', page: 'capabilities' } as const;

/** What keeps an account from sending until somebody does something about it, by RetCode. */
export const REFUSAL_PLACES: Readonly<Record<string, RefusalPlace | undefined>> = {
  // ACCOUNT_SUSPENDED
  18101: { words: 'suspended', ...STANDING },
  // AGREEMENT_NOT_ACCEPTED, SERVICE_ENDED
  18710: { words: 'notAccepted', ...AGREEMENT },
  18711: { words: 'ended', ...AGREEMENT },
  // ENTERPRISE_NOT_APPROVED
  18171: { words: 'noEnterprise', path: '/enterprise', page: 'enterprise' },
  // TEMPLATE_NOT_FOUND: who has no approved template is told so, not that one that nobody named is unknown.
  18301: { words: 'noTemplate', path: '/templates', page: 'templates' },
  // APP_NOT_USABLE
  18180: { words: 'appOff', path: '/apps', page: 'apps' },
  // CAPABILITY_MISSING, of codes and of notices; CAPABILITY_STOPPED
  '18102-1': { words: 'noCode', ...CAPABILITIES },
  '18102-2': { words: 'noNotice', ...CAPABILITIES },
  18793: { words: 'stopped', ...STANDING },
  // SEND_CAPPED
  18217: { words: 'capped', ...STANDING },
  // FUNDS_INSUFFICIENT
  18501: { words: 'noFunds', path: '/packages', page: 'packages' },
};
