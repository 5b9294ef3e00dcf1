export { createUserAgent } from './agent/user-agent.ts';
export type {
  CallEnd,
  Credentials,
  HangupReason,
  HeaderList,
  IncomingCall,
  IncomingCallHandlers,
  InviteOptions,
  OutgoingCall,
  OutgoingCallHandlers,
  SessionHandlers,
  TracedMessage,
  UserAgent,
  UserAgentLimits,
  UserAgentOptions,
  UserAgentStats,
} from './api.ts';
export type { Clock, Endpoint, Hash, Random, Timer, Transport } from './ports.ts';
export { createUdpTransport } from './transport/udp.ts';
