export { createUserAgent } from './agent/user-agent.ts';
export type {
  CallEnd,
  CallVerbs,
  Credentials,
  FinalResponse,
  HangupReason,
  HeaderList,
  IncomingCall,
  IncomingCallHandlers,
  IncomingRefer,
  InfoBody,
  InviteOptions,
  OutgoingCall,
  OutgoingCallHandlers,
  Probe,
  ProbeOptions,
  ReferHandlers,
  RegisterOptions,
  Registration,
  RegistrationStatus,
  SessionHandlers,
  SessionTimer,
  TracedMessage,
  UserAgent,
  UserAgentLimits,
  UserAgentOptions,
  UserAgentStats,
} from './api.ts';
export {
  type CallerIdentity,
  type Diversion,
  type Party,
  type PrivacyValue,
  readIdentity,
} from './grammar/identity.ts';
export { type CapturedMessage, encodeHep, type HepOptions } from './hep/encode.ts';
export type {
  Clock,
  Destination,
  Endpoint,
  Hash,
  Hop,
  Lookup,
  Naptr,
  Protocol,
  Random,
  Resolver,
  Source,
  Srv,
  Timer,
  Transport,
} from './ports.ts';
export { createSystemResolver } from './transport/resolver.ts';
export type { StreamLimits, StreamTransportOptions } from './transport/stream.ts';
export { createTcpTransport } from './transport/tcp.ts';
export { createTlsTransport, type TlsTransportOptions } from './transport/tls.ts';
export { createUdpTransport } from './transport/udp.ts';
export { trustAddresses } from './trust.ts';
