import { HeraldError } from '@herald/contract';
import { changeMember, removeMember } from '../../../flow/people/change-member.ts';
import { changeSecuritySettings } from '../../../flow/people/change-security-settings.ts';
import { acceptInvitation, inviteMember } from '../../../flow/people/invite.ts';
import { openProject } from '../../../flow/people/open-project.ts';
import type { PeopleDeps } from '../../../flow/people/people-deps.ts';
import {
  listMembers,
  listProjects,
  readSecuritySettings,
  renameProject,
} from '../../../modules/accounts/index.ts';
import { readIdentities } from '../../../modules/identities/index.ts';
import { inTransaction } from '../../../platform/transaction.ts';
import type { Handlers } from '../../deps.ts';
import { checkProject } from '../deps.ts';
import { pageOf } from './page.ts';

type Names =
  | 'InviteMember'
  | 'AcceptInvitation'
  | 'ListMembers'
  | 'UpdateMember'
  | 'RemoveMember'
  | 'CreateProject'
  | 'ListProjects'
  | 'UpdateProject'
  | 'GetSecuritySettings'
  | 'UpdateSecuritySettings';

/** Members of an account, its projects, and who may come in from where. */
export function memberHandlers(deps: PeopleDeps): Pick<Handlers, Names> {
  const { sql, vault } = deps;
  return {
    async InviteMember({ accountId, language, ip }, request) {
      const { memberId } = await inviteMember(deps, {
        accountId,
        email: request.Email,
        role: request.Role,
        projects: scopeOf(request) ?? 'all',
        language: request.Language ?? language,
        ip,
      });
      return { MemberId: memberId };
    },

    async AcceptInvitation({ language }, request) {
      const { realm } = await acceptInvitation(deps, {
        token: request.Token,
        password: request.Password,
        name: request.Name ?? '',
        language: request.Language ?? language,
      });
      return { Realm: realm };
    },

    async ListMembers({ accountId }, request) {
      const members = await listMembers(sql, vault, accountId);
      const shown = pageOf(members, request);
      const ids = shown.flatMap(({ identityId }) => identityId ?? []);
      const identities = await readIdentities(sql, vault, ids);
      return {
        Total: members.length,
        Members: shown.map((member) => {
          const identity = member.identityId === null ? undefined : identities.get(member.identityId);
          return {
            MemberId: member.memberId,
            Email: identity?.email ?? member.invitedEmail ?? '',
            Name: identity?.name ?? '',
            Role: member.role,
            AllProjects: member.projects === 'all',
            ProjectIds: member.projects === 'all' ? [] : [...member.projects],
            Status: member.status,
            TotpEnabled: identity?.totpOn ?? false,
            CreateTime: member.createdAt.getTime(),
          };
        }),
      };
    },

    async UpdateMember({ accountId }, request) {
      await changeMember(
        deps,
        { accountId, memberId: request.MemberId },
        { role: request.Role, projects: scopeOf(request), status: request.Status },
      );
      return {};
    },

    async RemoveMember({ accountId }, request) {
      await removeMember(deps, { accountId, memberId: request.MemberId });
      return {};
    },

    async CreateProject({ accountId }, request) {
      return { ProjectId: await openProject(deps, { accountId, name: request.Name }) };
    },

    async ListProjects({ accountId, projects: scope }) {
      const projects = await listProjects(sql, accountId);
      return {
        Projects: projects
          .filter(({ projectId }) => scope === 'all' || scope.includes(projectId))
          .map(({ projectId, name }) => ({ ProjectId: projectId, Name: name })),
      };
    },

    async UpdateProject(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const { accountId } = caller;
      const project = { accountId, projectId: request.ProjectId, name: request.Name };
      const renamed = await inTransaction(sql, (tx) => renameProject(tx, project));
      if (!renamed) throw new HeraldError('PROJECT_UNKNOWN', { projectId: request.ProjectId });
      return {};
    },

    async GetSecuritySettings({ accountId }) {
      const settings = await readSecuritySettings(sql, accountId);
      if (!settings) throw new Error(`there is no account ${accountId}`);
      const { apiIps, consoleIps, keyPairs } = settings;
      return { ApiIps: [...apiIps], ConsoleIps: [...consoleIps], KeyPairs: keyPairs };
    },

    async UpdateSecuritySettings(caller, request) {
      await changeSecuritySettings(deps, caller, {
        apiIps: request.ApiIps,
        consoleIps: request.ConsoleIps,
        keyPairs: request.KeyPairs,
      });
      return {};
    },
  };
}

/** The scope that a request gives, or undefined where it gives none. */
function scopeOf(request: {
  AllProjects?: boolean;
  ProjectIds?: string[];
}): 'all' | readonly string[] | undefined {
  if (request.AllProjects === true) return 'all';
  if (request.ProjectIds) return [...new Set(request.ProjectIds)];
  return request.AllProjects === false ? [] : undefined;
}
