import { LogInPage } from './log-in-page.tsx';

export function Page() {
  return <LogInPage realm="operator" />;
}
