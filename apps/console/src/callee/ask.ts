import type { ActionName, RequestOf, ResponseOf } from '@herald/contract';
import { useState } from 'react';
import { call, download, Refusal } from '../api/call.ts';
import { useWords } from '../words/language.ts';
import { CALLEE } from './words.ts';

/** CALLEE_SESSION_OVER: the number has to be proved again. */
const SESSION_OVER = 18_209;

export const isCalleeSessionOver = (error: unknown): boolean =>
  error instanceof Refusal && error.retCode === SESSION_OVER;

/** Calls an Action that anybody may call. No session of the console counts for it. */
export const askCallee = <Name extends ActionName>(
  action: Name,
  request: RequestOf<Name>,
): Promise<ResponseOf<Name>> => call('customer', action, request);

/** Fetches the file that such an Action answers with. */
export const takeCalleeFile = <Name extends ActionName>(
  action: Name,
  request: RequestOf<Name>,
): Promise<File> => download('customer', action, request);

/** One thing at a time is done; what the service says against it is `error`, in its words. */
export function useDoing(): {
  busy: boolean;
  error: string;
  run(work: () => Promise<void>): void;
} {
  const say = useWords(CALLEE);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  return {
    busy,
    error,
    run(work) {
      if (busy) return;
      setBusy(true);
      setError('');
      work()
        .catch((failure: unknown) =>
          setError(failure instanceof Refusal ? failure.message : say('unreachable')),
        )
        .finally(() => setBusy(false));
    },
  };
}
