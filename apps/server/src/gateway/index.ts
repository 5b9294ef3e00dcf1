export type { Authenticator, Identity, Presented } from './authenticate.ts';
export {
  type Caller,
  type Clock,
  DEFAULT_LIMITS,
  type GatewayDeps,
  type GatewayLimits,
  type Handlers,
  type Health,
  type KeyStore,
  type Log,
  type StoredKey,
  type Timer,
} from './deps.ts';
export { createGateway } from './gateway.ts';
export { openApiDocument } from './openapi.ts';
