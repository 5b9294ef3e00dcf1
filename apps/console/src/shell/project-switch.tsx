import type { ResponseOf } from '@herald/contract';
import { Select } from 'antd';
import { usePreferences } from '../preferences.ts';
import { useWords } from '../words/language.ts';
import { chooseProject, useMe } from './me.ts';
import { SHELL } from './words.ts';

/** Which project the pages are about. */
export default function ProjectSwitch({ projects }: { projects: ResponseOf<'ListProjects'>['Projects'] }) {
  const say = useWords(SHELL);
  const { AccountId = '', AllProjects } = useMe();
  const { projects: chosen } = usePreferences();
  return (
    <Select
      aria-label={say('project')}
      value={chosen[AccountId] ?? (AllProjects ? '' : (projects[0]?.ProjectId ?? null))}
      onChange={(id: string) => chooseProject(chosen, AccountId, id)}
      style={{ width: 160, marginInlineStart: 8, minWidth: 0 }}
      options={[
        ...(AllProjects ? [{ value: '', label: say('allProjects') }] : []),
        ...projects.map(({ ProjectId, Name }) => ({ value: ProjectId, label: Name })),
      ]}
    />
  );
}
