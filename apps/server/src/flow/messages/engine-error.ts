import type { CallEngineError } from '../../calling/index.ts';

/** The engine is known to flows by its interface alone; its errors tell themselves by name. */
export function callEngineErrorOf(error: unknown): CallEngineError | undefined {
  return error instanceof Error && error.name === 'CallEngineError' ? (error as CallEngineError) : undefined;
}
