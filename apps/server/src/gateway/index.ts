export type { Authenticated, Authenticator, Presented } from './authenticate.ts';
export { APP_CLOCK_SKEW_MS } from './authenticate-app.ts';
export type { ConsoleFile, ConsoleFiles } from './console.ts';
export {
  type AppStore,
  type Caller,
  type CallerOf,
  type Clock,
  DEFAULT_LIMITS,
  type FileAnswer,
  type GatewayDeps,
  type GatewayLimits,
  type Handlers,
  type HandlersOf,
  type Health,
  type Identity,
  type KeyStore,
  type Log,
  type OperatorCaller,
  type PersonCaller,
  type PublicCaller,
  type SessionStore,
  type StoredApp,
  type StoredKey,
  type StoredSession,
  type Timer,
  type Upload,
} from './deps.ts';
export { createGateway } from './gateway.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export { openApiDocument } from './openapi.ts';
export { type SandboxBank, sandboxProvider } from './sandbox-payments.ts';
