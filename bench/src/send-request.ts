import { createHash } from 'node:crypto';

export const PRIVATE_KEY = 'a private key of forty characters or so';

/** A callee of its own for each message, so that no rule of frequency refuses. */
export const calleeOf = (nth: number) => `+86139${String(nth).padStart(8, '0')}`;

/** The body of a send as an SDK posts it: signed JSON. */
export function sendRequest(templateId: string, nth: number): string {
  const parameters: Record<string, string> = {
    Action: 'SendUVMSMessage',
    CalledNumber: calleeOf(nth),
    PublicKey: 'bench',
    TemplateId: templateId,
    'TemplateParams.0': String(100_000 + ((nth * 7919) % 900_000)),
    UserId: `bench-${nth}`,
  };
  const text = Object.keys(parameters)
    .sort()
    .map((name) => name + parameters[name])
    .join('');
  const Signature = createHash('sha1')
    .update(text + PRIVATE_KEY)
    .digest('hex');
  return JSON.stringify({ ...parameters, Signature });
}
