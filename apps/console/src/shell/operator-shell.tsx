import { useWords } from '../words/language.ts';
import { Frame } from './frame.tsx';
import { useOperatorPlaces } from './operator-places.tsx';
import { Session } from './session.tsx';
import { UserMenu } from './user-menu.tsx';
import { SHELL } from './words.ts';

/** The pages of the operator's staff. */
export function OperatorShell() {
  return (
    <Session realm="operator">
      <Shell />
    </Session>
  );
}

function Shell() {
  const say = useWords(SHELL);
  const groups = useOperatorPlaces();
  return (
    <Frame
      subtitle={say('operatorDesk')}
      home="/operator"
      groups={groups}
      right={<UserMenu security="/operator/security" logIn="/operator-login" />}
    />
  );
}
