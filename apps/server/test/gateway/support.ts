import { createHash } from 'node:crypto';
import { ACTIONS, type ActionName, MEMBER_ROLES, type RequestOf, type ResponseOf } from '@herald/contract';
import type { FastifyInstance } from 'fastify';
import {
  type Caller,
  createGateway,
  type GatewayDeps,
  type GatewayLimits,
  type Handlers,
  type Identity,
  type StoredApp,
  type StoredKey,
  type Upload,
} from '../../src/gateway/index.ts';

/** The key pair of the published signature examples. */
export const PUBLIC_KEY = 'ucloudsomeone@example.com1296235120854146120';
export const PRIVATE_KEY = '46f09bb9fab4f12dfc160dae12273d5332b5debe';

/** A clock that moves when it is told to. */
export class ManualClock {
  #now = 1_700_000_000_000;
  readonly #timers = new Map<number, { at: number; fire: () => void }>();
  #nextId = 0;

  now(): number {
    return this.#now;
  }

  setTimer(afterMs: number, fire: () => void) {
    const id = this.#nextId++;
    this.#timers.set(id, { at: this.#now + afterMs, fire });
    return { cancel: () => void this.#timers.delete(id) };
  }

  get pending(): number {
    return this.#timers.size;
  }

  advance(ms: number): void {
    this.#now += ms;
    for (const [id, { at, fire }] of [...this.#timers]) {
      if (at > this.#now) continue;
      this.#timers.delete(id);
      fire();
    }
  }
}

/** What the handlers were asked, and what they answer; the other side of the gateway's boundary. */
export interface Desk {
  readonly calls: { action: ActionName; caller: Caller; request: unknown }[];
  /** Replaces what an Action does. */
  answers: Partial<{ [Name in ActionName]: (request: RequestOf<Name>) => Promise<ResponseOf<Name>> }>;
  /** What becomes of a file that comes in. */
  upload: (upload: Upload) => Promise<object>;
}

export interface TestGateway {
  readonly app: FastifyInstance;
  readonly clock: ManualClock;
  readonly desk: Desk;
  readonly keys: Map<string, StoredKey>;
  /** Apps by AppKey. */
  readonly apps: Map<string, StoredApp>;
  /** Who is logged in, by token. */
  readonly sessions: Map<string, Identity>;
  /** Events logged, with their facts. */
  readonly logged: { event: string; facts: Readonly<Record<string, unknown>> }[];
  /** RetCodes reported to metrics. */
  readonly metered: { action: string; retCode: number; tookMs: number }[];
}

export function createTestGateway(
  limits: Partial<GatewayLimits> = {},
  overrides: Partial<GatewayDeps> = {},
): TestGateway {
  const clock = new ManualClock();
  const desk: Desk = { calls: [], answers: {}, upload: async () => ({}) };
  const logged: TestGateway['logged'] = [];
  const metered: TestGateway['metered'] = [];
  const keys = new Map<string, StoredKey>([[PUBLIC_KEY, storedKey()]]);
  const apps = new Map<string, StoredApp>();
  const nonces = new Set<string>();
  const sessions = new Map<string, Identity>();
  let lastId = 0;
  const app = createGateway({
    registry: handlers(desk),
    keys: { find: async (publicKey) => keys.get(publicKey) },
    apps: {
      find: async (appKey) => apps.get(appKey),
      takeNonce: async ({ appId, nonce }) => nonces.size !== nonces.add(`${appId} ${nonce}`).size,
    },
    sessions: {
      async find(token) {
        const identity = sessions.get(token);
        return identity && { identity, allowedIps: [] };
      },
    },
    clock,
    ids: { requestId: () => `request-${++lastId}` },
    log: {
      warn: (event, facts) => void logged.push({ event, facts }),
      error: (event, facts) => void logged.push({ event, facts }),
    },
    health: async () => ({ ready: true, parts: { database: 'up' } }),
    onAnswer: (action, retCode, tookMs) => void metered.push({ action, retCode, tookMs }),
    limits,
    ...overrides,
  });
  return { app, clock, desk, keys, apps, sessions, logged, metered };
}

/** The key of the published examples, an owner's. */
export function storedKey(change: Partial<StoredKey> = {}): StoredKey {
  return {
    accountId: 'acc-1',
    privateKey: PRIVATE_KEY,
    status: 'active',
    allowedIps: [],
    keyPairs: true,
    permissions: new Set(MEMBER_ROLES.owner.permissions),
    projects: 'all',
    ...change,
  };
}

/** What the other side answers unless a test says otherwise; Actions that no test asks are left out. */
const ANSWERS: { readonly [Name in ActionName]?: ResponseOf<Name> } = {
  SendUVMSMessage: { ReqUuid: 'r', SessionNo: 's', UserId: '', Message: 'accepted' },
  GetUVMSMessage: {
    SessionNo: 's',
    State: 'queued',
    Phone: '+8613800000200',
    ShowNumber: '',
    TemplateId: 't',
    Purpose: 1,
    UserId: '',
    SubmitTime: 1,
    Timeline: [],
    Decisions: [],
    Reserved: { Source: 'package', Commodity: 'code.random', Count: 1, Amount: '1' },
    Digits: '',
  },
  GetUVMSSendRecord: { Total: 0, Data: [] },
  GetUVMSReceipt: { SessionNo: 's', Final: false },
  UpdateUVMSReceiptUrl: { Url: '', Secret: '' },
  QueryUVMSReceiptUrl: { Url: '' },
  QueryUVMSTemplate: { Total: 0, Data: [] },
  GetBalance: {
    AccountInfo: {
      Amount: '1.0000',
      AmountAvailable: '1.0000',
      AmountFreeze: '0.0000',
      AmountFree: '0.0000',
      AmountCredit: '0.0000',
    },
    Owed: '0.0000',
    Suspended: [],
    Packages: [],
  },
};

function handlers(desk: Desk): Handlers {
  const names = Object.keys(ACTIONS) as ActionName[];
  const entries = names.map((action) => [
    action,
    async (caller: Caller, request: unknown, upload?: Upload) => {
      desk.calls.push({ action, caller, request });
      if (upload) return desk.upload(upload);
      const answer = desk.answers[action] as ((request: unknown) => Promise<unknown>) | undefined;
      return answer ? answer(request) : (ANSWERS[action] ?? {});
    },
  ]);
  return Object.fromEntries(entries) as Handlers;
}

/** The published scheme over flat texts, written from the document alone. */
export function sign(parameters: Readonly<Record<string, string>>, privateKey = PRIVATE_KEY): string {
  const text = Object.keys(parameters)
    .sort()
    .map((name) => name + parameters[name])
    .join('');
  return createHash('sha1')
    .update(text + privateKey, 'utf8')
    .digest('hex');
}

/** Flat texts with PublicKey and Signature. */
export function signed(parameters: Readonly<Record<string, string>>): Record<string, string> {
  const all = { ...parameters, PublicKey: PUBLIC_KEY };
  return { ...all, Signature: sign(all) };
}

/** An answer of the API. */
export interface Answer {
  readonly RetCode: number;
  readonly Action: string;
  readonly Message?: string;
}

/** Posts a form without a socket. */
export async function postForm(
  { app }: TestGateway,
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await app.inject({
    method: 'POST',
    url: '/',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(parameters).toString(),
  });
  if (response.statusCode !== 200) throw new Error(`HTTP ${response.statusCode}: ${response.body}`);
  return response.json<Answer>();
}
