import { HeraldError } from '@herald/contract';
import { sendCalleeCode } from '../../flow/callees/prove-callee.ts';
import { confirmTestCallee } from '../../flow/callees/test-callees.ts';
import { deleteTestCallee, listTestCallees } from '../../modules/callees/index.ts';
import { TEST_TEMPLATES } from '../../modules/templates/index.ts';
import type { Handlers } from '../deps.ts';
import type { HandlerDeps } from './deps.ts';

type Names = 'CreateUVMSTestCallee' | 'VerifyUVMSTestCallee' | 'ListUVMSTestCallees' | 'DeleteUVMSTestCallee';

/** 4.3.4: whom an account may ring in test mode. */
export function testCalleeHandlers(deps: HandlerDeps): Pick<Handlers, Names> {
  const { sql, vault } = deps;
  return {
    async CreateUVMSTestCallee({ accountId, ip, requestId, language }, { PhoneNumber: calledNumber }) {
      const asked = { calledNumber, language, ip, requestId, for: accountId };
      const { proofId, expiresAt } = await sendCalleeCode(deps, asked);
      return { Proof: proofId, ExpireTime: expiresAt.getTime() };
    },

    async VerifyUVMSTestCallee({ accountId }, { Proof: proofId, Code: code, Remark: remark = '' }) {
      const { calleeMask } = await confirmTestCallee(deps, { accountId, proofId, code, remark });
      return { Phone: calleeMask };
    },

    async ListUVMSTestCallees({ accountId }) {
      const callees = await listTestCallees(sql, accountId);
      return {
        Data: callees.map(({ calleeMask, remark, verifiedAt }) => ({
          Phone: calleeMask,
          Remark: remark,
          VerifyTime: verifiedAt.getTime(),
        })),
        Templates: TEST_TEMPLATES.map(({ templateId, name, purpose, content }) => ({
          TemplateId: templateId,
          Name: name,
          Purpose: purpose,
          Content: content,
        })),
      };
    },

    async DeleteUVMSTestCallee({ accountId }, { PhoneNumber: number }) {
      const gone = await deleteTestCallee(sql, { accountId, calleeKey: vault.key(number) });
      if (!gone) throw new HeraldError('TEST_CALLEE_UNKNOWN');
      return {};
    },
  };
}
