import { Button, Result } from 'antd';
import { useRouteError } from 'react-router';
import { COMMON } from '../words/common.ts';
import { useWords } from '../words/language.ts';

/** A page that broke, or whose files are gone since the service was updated: loading again mends the latter. */
export function RouteFailure() {
  const say = useWords(COMMON);
  return (
    <Result
      status="error"
      title={say('failed')}
      subTitle={say('unexpected')}
      extra={
        <Button type="primary" onClick={() => location.reload()}>
          {say('reload')}
        </Button>
      }
    >
      <span className="mono wrap">{String(useRouteError())}</span>
    </Result>
  );
}
