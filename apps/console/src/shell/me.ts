import type { CustomerPermission, OperatorPermission, ResponseOf } from '@herald/contract';
import { createContext, useContext } from 'react';
import { setPreferences, usePreferences } from '../preferences.ts';

export type Me = ResponseOf<'GetMe'>;

export const MeContext = createContext<Me | undefined>(undefined);

/** Who is logged in. Only below a shell, which waits until it is known. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('useMe below no shell');
  return me;
}

/** Whether who is logged in holds a permission; pages show what may be done, the service decides. */
export function useMay(): (permission: CustomerPermission | OperatorPermission) => boolean {
  const { Permissions } = useMe();
  return (permission) => Permissions.includes(permission);
}

/** The project chosen in the header; `ProjectId` is absent where all are meant. To be spread into requests. */
export function useProject(): { readonly ProjectId?: string } {
  const { AccountId = '', AllProjects, ProjectIds } = useMe();
  const chosen = usePreferences().projects[AccountId];
  if (chosen) return { ProjectId: chosen };
  return !AllProjects && ProjectIds?.[0] ? { ProjectId: ProjectIds[0] } : {};
}

export function chooseProject(
  projects: Readonly<Record<string, string>>,
  accountId: string,
  id: string,
): void {
  const { [accountId]: _before, ...others } = projects;
  setPreferences({ projects: id === '' ? others : { ...others, [accountId]: id } });
}
