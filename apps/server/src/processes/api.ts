import { createStudio, openVoices } from '../calling/index.ts';
import { createMessageSubmitter } from '../flow/messages/submit-message.ts';
import { createNonceTaker, findApp } from '../flow/people/app-access.ts';
import { inviteFirstOperator } from '../flow/people/invite-first-operator.ts';
import type { OidcProviders } from '../flow/people/log-in-by-oidc.ts';
import { findSessionIdentity } from '../flow/people/person-access.ts';
import { platformLoad } from '../flow/service/platform-load.ts';
import { createTaskWatch } from '../flow/tasks/watch-task.ts';
import { createTemplatePreviewer } from '../flow/templates/preview-template.ts';
import { createHandlers } from '../gateway/handlers/index.ts';
import { createGateway, createMetrics } from '../gateway/index.ts';
import { findApiKey, noteKeyUse } from '../modules/accounts/index.ts';
import { noteSessionUse } from '../modules/identities/index.ts';
import { attribute } from '../platform/attribution.ts';
import { createBriefCache } from '../platform/brief-cache.ts';
import { type Config, ConfigError } from '../platform/config.ts';
import { startJobs } from '../platform/jobs.ts';
import { createOidc, type OidcSettings } from '../platform/oidc.ts';
import { createUseNotes } from '../platform/use-notes.ts';
import type { Base, Part } from './base.ts';
import { type BuiltConsole, startConsole } from './console.ts';
import { createHeardSounds } from './heard-sounds.ts';
import { openPayments } from './payments.ts';
import { runAlone } from './run-alone.ts';

/** Serves the Action API, and the console where it is not switched off. `heardDir`: where the sandbox carrier puts its sounds. */
export async function startApi(
  base: Base,
  { heardDir }: { heardDir?: string } = {},
): Promise<Part & { url: string; console: BuiltConsole | undefined }> {
  const { config, limits, log, clock, random, newId, sql, vault, files } = base;
  // The number tables are loaded before anybody waits for them.
  attribute('+8613800000000');
  const jobs = await startJobs(sql, { role: 'client', log });
  const submitter = createMessageSubmitter({ ...base, frequency: config.frequency });
  const taskWatch = createTaskWatch({ sql, clock });
  const studio = createStudio(clock, openVoices(config.voice, log, clock));
  const keyUses = createUseNotes({ clock, log }, (uses) => noteKeyUse(sql, uses));
  const sessionUses = createUseNotes({ clock, log }, (uses) => noteSessionUse(sql, uses));
  const { publicUrl } = config;
  if (!(await inviteFirstOperator({ ...base, jobs, publicUrl }, config.adminEmail))) {
    log.warn('nobody can log in as staff: set ADMIN_EMAIL, and the first administrator is invited there');
  }
  let url = '';
  const payments = openPayments({ ...base, jobs }, () => url);
  const nonces = createNonceTaker(sql);
  const console = config.console ? startConsole(log) : undefined;
  const { metricsNetworks } = config;
  const metrics =
    metricsNetworks.length > 0
      ? createMetrics({ clock, load: () => platformLoad(sql, clock.now()) })
      : undefined;
  const gateway = createGateway({
    ...payments.gateway,
    registry: createHandlers({
      sql,
      vault,
      clock,
      random,
      newId,
      limits,
      jobs,
      files,
      operatorName: config.operatorName,
      retention: config.retention,
      submitter,
      taskWatch,
      studio,
      previewer: createTemplatePreviewer(sql, studio),
      providers: payments.providers,
      pushAllowNetworks: config.pushAllowNetworks,
      smsAvailable: config.smsHook !== undefined,
      sandboxSounds: heardDir === undefined ? undefined : createHeardSounds(heardDir),
      publicUrl,
      oidc: oidcProviders(config),
    }),
    keys: createBriefCache(clock, (publicKey) => findApiKey(sql, vault, publicKey)),
    apps: {
      find: createBriefCache(clock, (appKey: string) => findApp(sql, vault, appKey)).find,
      takeNonce: ({ expiresAt, ...nonce }) => nonces.add({ ...nonce, expiresAt: new Date(expiresAt) }),
    },
    sessions: createBriefCache(clock, (token) => findSessionIdentity(sql, token, clock.now())),
    onAuthenticated(identity) {
      const by = identity.realm === 'operator' ? identity : identity.principal;
      if ('sessionId' in by) sessionUses.note(by.sessionId);
      else if (by.kind === 'key') keyUses.note(by.publicKey);
    },
    clock,
    ids: { requestId: newId },
    log,
    trustedProxies: config.trustedProxies,
    ...(console ? { console } : {}),
    ...(metrics ? { metrics, metricsNetworks, onAnswer: metrics.onAnswer } : {}),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    limits: { ratePerSecond: limits.requestsPerSecond, rateBurst: 2 * limits.requestsPerSecond },
    async health() {
      const database = await sql`SELECT 1`.then(
        () => 'up' as const,
        () => 'down' as const,
      );
      return { ready: database === 'up', parts: { database } };
    },
  });
  try {
    url = await gateway.listen({ host: config.host, port: config.port });
  } catch (error) {
    console?.stop();
    submitter.stop();
    await gateway.close();
    await studio.close();
    await jobs.stop();
    throw portError(error, 'PORT', config.port);
  }
  return {
    url,
    console,
    async stop() {
      taskWatch.close();
      console?.stop();
      await gateway.close();
      await studio.close();
      submitter.stop();
      await submitter.drain();
      await Promise.all([keyUses.stop(), sessionUses.stop()]);
      await jobs.stop();
    },
  };
}

/** Where people may log in at another house. Settings name `PUBLIC_URL` too: providers send browsers back there. */
function oidcProviders({ oidc, publicUrl }: Config): OidcProviders {
  const provider = (settings: OidcSettings | undefined) =>
    settings && createOidc(settings, `${publicUrl}/console/oidc`);
  const { customer, operator, opensAccounts } = oidc;
  return { customer: provider(customer), operator: provider(operator), opensAccounts };
}

/** A port that is taken, in words that say what to do. */
export function portError(error: unknown, variable: string, port: number): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === 'EADDRINUSE') {
    return new ConfigError(
      `port ${port} is in use by another program: stop it, or choose another one with ${variable}`,
    );
  }
  if (code === 'EACCES') {
    return new ConfigError(
      `port ${port} needs more rights than this user has: choose one above 1023 with ${variable}`,
    );
  }
  return error;
}

if (import.meta.main) await runAlone('api', 8, (base) => startApi(base));
