import { Alert, Button } from 'antd';
import { Refusal, Unreachable } from '../api/call.ts';
import { COMMON } from '../words/common.ts';
import { useWords } from '../words/language.ts';

/** What a failed call says to people: the service's own words, which name the next step. */
export function useErrorText(): (error: unknown) => string {
  const say = useWords(COMMON);
  return (error) => {
    if (error instanceof Refusal) return error.message;
    return error instanceof Unreachable ? say('unreachable') : String(error);
  };
}

/** An error in place of what could not be had. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const say = useWords(COMMON);
  const textOf = useErrorText();
  if (!error) return null;
  return (
    <Alert
      type="error"
      showIcon
      title={textOf(error)}
      description={
        error instanceof Refusal ? (
          <span className="mono wrap">
            {say('retCode')} {error.retCode} · {say('requestId')} {error.requestId}
          </span>
        ) : undefined
      }
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            {say('retry')}
          </Button>
        )
      }
      style={{ marginBottom: 16 }}
    />
  );
}
