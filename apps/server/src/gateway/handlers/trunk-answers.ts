import type { RequestOf, ResponseOf } from '@herald/contract';
import {
  DEFAULT_ROUTING,
  DEFAULT_TERMS,
  type NodeSight,
  type Trunk,
  type TrunkStatus,
} from '../../modules/carriers/index.ts';
import { formatYuan, parseYuan } from '../../platform/money.ts';

type Change = RequestOf<'UpdateUVMSTrunk'>;
type Answer = ResponseOf<'QueryUVMSTrunk'>;

/** What a trunk is before anything is said of it: to the mainland, asked every half minute. */
export const blankTrunk = (trunkId: string): Trunk => ({
  trunkId,
  name: '',
  host: '',
  port: 5060,
  username: undefined,
  password: undefined,
  purposes: [1, 2],
  priority: 100,
  concurrency: 1,
  cps: 1,
  terms: DEFAULT_TERMS,
  routing: DEFAULT_ROUTING,
  watch: { probeSeconds: 30, leastAnswered: 0 },
});

/** The trunk with what was given put into it; an empty text takes a value away. */
export function changedTrunk(trunk: Trunk, given: Omit<Change, 'TrunkId'>): Trunk {
  const { terms, routing, watch } = trunk;
  return {
    trunkId: trunk.trunkId,
    name: given.Name ?? trunk.name,
    host: given.Host ?? trunk.host,
    port: given.Port ?? trunk.port,
    username: orNone(given.Username, trunk.username),
    password: given.Username === '' ? undefined : orNone(given.Password, trunk.password),
    purposes: given.Purposes ? unique(given.Purposes).map(Number) : trunk.purposes,
    priority: given.Priority ?? trunk.priority,
    concurrency: given.Concurrency ?? trunk.concurrency,
    cps: given.Cps ?? trunk.cps,
    terms: {
      transport: given.Transport ?? terms.transport,
      outboundProxy: orNone(given.OutboundProxy, terms.outboundProxy),
      registrar: orNone(given.Registrar, terms.registrar),
      calleeFormat: given.CalleeFormat ?? terms.calleeFormat,
      calleePrefix: given.CalleePrefix ?? terms.calleePrefix,
      callerFormat: given.CallerFormat ?? terms.callerFormat,
      identity: given.Identity ?? terms.identity,
      privacy: given.Privacy ?? terms.privacy,
      sessionTimer: given.SessionTimer ?? terms.sessionTimer,
      srtp: given.Srtp ?? terms.srtp,
      codecs: given.Codecs ? unique(given.Codecs) : terms.codecs,
      sources: given.Sources ? unique(given.Sources) : terms.sources,
    },
    routing: {
      role: given.Role ?? routing.role,
      countries: given.Countries ? unique(given.Countries) : routing.countries,
      operators: given.Operators ? unique(given.Operators) : routing.operators,
      dailyLimit: given.DailyLimit === undefined ? routing.dailyLimit : given.DailyLimit || undefined,
      prices: given.Prices ? given.Prices.map(priceOf) : routing.prices,
    },
    watch: {
      probeSeconds: given.ProbeSeconds ?? watch.probeSeconds,
      leastAnswered: given.LeastAnswered ?? watch.leastAnswered,
    },
  };
}

const unique = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];

/** Empty: none; absent: as it was. */
const orNone = (given: string | undefined, was: string | undefined): string | undefined =>
  given === undefined ? was : given || undefined;

function priceOf(row: string): { prefix: string; perMinute: bigint } {
  const [prefix = '', yuan = ''] = row.split(',');
  return { prefix, perMinute: parseYuan(yuan) ?? 0n };
}

export function statusAnswer(status: TrunkStatus) {
  return {
    TrunkId: status.trunkId,
    Name: status.name,
    State: status.state,
    Health: status.health,
    HealthReason: status.healthReason,
    HealthSince: status.healthSince.getTime(),
    Role: status.role,
    Priority: status.priority,
    ActiveCalls: status.active,
    TodayCalls: status.today,
  };
}

/** Everything of a trunk but its password. */
export function trunkAnswer(
  trunk: Trunk,
  status: TrunkStatus,
  sights: { registrations: readonly NodeSight[]; probes: readonly NodeSight[] },
): Answer {
  const { terms, routing, watch } = trunk;
  return {
    ...statusAnswer(status),
    Host: trunk.host,
    Port: trunk.port,
    Transport: terms.transport,
    OutboundProxy: terms.outboundProxy ?? '',
    Registrar: terms.registrar ?? '',
    CalleeFormat: terms.calleeFormat,
    CalleePrefix: terms.calleePrefix,
    CallerFormat: terms.callerFormat,
    Identity: terms.identity,
    Privacy: terms.privacy,
    SessionTimer: terms.sessionTimer,
    Srtp: terms.srtp,
    Codecs: [...terms.codecs],
    Sources: [...terms.sources],
    Concurrency: trunk.concurrency,
    Cps: trunk.cps,
    DailyLimit: routing.dailyLimit ?? 0,
    Purposes: trunk.purposes.map((purpose) => (purpose === 1 ? '1' : '2')),
    Countries: [...routing.countries],
    Operators: [...routing.operators],
    Prices: routing.prices.map(({ prefix, perMinute }) => `${prefix},${formatYuan(perMinute)}`),
    ProbeSeconds: watch.probeSeconds,
    LeastAnswered: watch.leastAnswered,
    Username: trunk.username ?? '',
    HasPassword: trunk.password !== undefined,
    HealthDetail: status.healthDetail,
    Registrations: sights.registrations.map(sightAnswer),
    Probes: sights.probes.map(sightAnswer),
  };
}

const sightAnswer = ({ nodeId, state, detail, since }: NodeSight) => ({
  NodeId: nodeId,
  State: state,
  Detail: detail,
  Since: since.getTime(),
});
