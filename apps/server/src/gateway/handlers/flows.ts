import { variablesOf } from '@herald/callflow';
import { type FLOW_ACTIONS, HeraldError, type Language } from '@herald/contract';
import { bindInboundFlow } from '../../flow/callflows/bind-inbound-flow.ts';
import { setFlowBlock } from '../../flow/callflows/block-flow.ts';
import { type FlowFault, findFlowFaults } from '../../flow/callflows/check-flow.ts';
import { changeFlow, copyFlow, createFlow } from '../../flow/callflows/draft-flow.ts';
import { flowBody } from '../../flow/callflows/flow-result.ts';
import { REFUSALS } from '../../flow/callflows/receive-call.ts';
import { submitFlow, withdrawFlow } from '../../flow/callflows/submit-flow.ts';
import { tryByKeys } from '../../flow/callflows/try-flow.ts';
import { turnFlow } from '../../flow/callflows/turn-flow.ts';
import {
  callerContext,
  type FlowDraft,
  type FlowKey,
  findFlow,
  inboundFlowContext,
  listFlows,
  listInbound,
  listRefusals,
  listVersions,
  type StoredFlow,
} from '../../modules/callflows/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Caller, HandlersOf, OperatorCaller } from '../deps.ts';
import { checkProject, checkWholeAccount, type HandlerDeps } from './deps.ts';

const DAY_MS = 86_400_000;

const MOST_VERSIONS = 50;

/** Flows by keys. */
export function flowHandlers(deps: HandlerDeps): HandlersOf<typeof FLOW_ACTIONS> {
  const { sql, vault, clock, pushAllowNetworks: allowNetworks } = deps;
  const submitting = { newId: deps.newId, limits: deps.limits, allowNetworks };
  const now = () => new Date(clock.now());

  async function existing(db: Db, key: FlowKey): Promise<StoredFlow> {
    const flow = await findFlow(db, key);
    if (!flow) throw new HeraldError('FLOW_NOT_FOUND', { flowId: key.flowId });
    return flow;
  }

  /** One change of the customer's, and the flow as it is then. */
  async function change(
    caller: Caller,
    request: { FlowId: string; ProjectId?: string },
    work: (tx: Tx, key: FlowKey) => Promise<unknown>,
  ): Promise<StoredFlow> {
    await checkProject(sql, caller, request.ProjectId);
    const key = { accountId: caller.accountId, flowId: request.FlowId };
    return inTransaction(sql, async (tx) => {
      await work(tx, key);
      return existing(tx, key);
    });
  }

  async function written(caller: Caller, flow: StoredFlow) {
    const { faults } = await findFlowFaults(sql, flow.accountId, flow, allowNetworks);
    return { ...moved(flow), Findings: findingsOf(faults, caller.language) };
  }

  async function block(
    { operatorId }: OperatorCaller,
    request: { AccountId: string; FlowId: string; Reason: string },
    blocked: boolean,
  ) {
    const key = { accountId: request.AccountId, flowId: request.FlowId };
    await inTransaction(sql, (tx) =>
      setFlowBlock(tx, deps, key, { blocked, reason: request.Reason, operatorId }),
    );
    return moved(await existing(sql, key));
  }

  return {
    async ListUVMSFlows(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const limit = request.NumPerPage ?? 10;
      const offset = (request.Page ?? 0) * limit;
      const filter = { accountId: caller.accountId, status: request.Status, offset, limit };
      const { total, flows } = await listFlows(sql, filter);
      return { Total: total, Data: flows.map(fieldsOf) };
    },

    async QueryUVMSFlow(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const key = { accountId: caller.accountId, flowId: request.FlowId };
      const { Version: version } = request;
      const stored = await existing(sql, key);
      const [asked] = version === undefined ? [] : await listVersions(sql, key, { version, limit: 1 });
      if (version !== undefined && !asked) throw new HeraldError('FLOW_NOT_FOUND', { flowId: key.flowId });
      const flow = { ...stored, ...asked };
      const { flow: read, faults } = await findFlowFaults(sql, caller.accountId, flow, allowNetworks);
      const versions = await listVersions(sql, key, { limit: MOST_VERSIONS });
      return {
        Flow: { ...fieldsOf(flow), Graph: flow.graph, Variables: read ? variablesOf(read) : 0 },
        Findings: findingsOf(faults, caller.language),
        Versions: versions.map((each) => ({ Version: each.version, ApproveTime: each.approvedAt.getTime() })),
      };
    },

    async CheckUVMSFlow(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const draft = {
        graph: request.Flow,
        language: request.Language ?? 'zh',
        appId: request.AppId,
        allDay: request.AllDay ?? false,
      };
      const { flow, faults } = await findFlowFaults(sql, caller.accountId, draft, allowNetworks);
      return {
        Submittable: faults.every(({ weight }) => weight !== 'error'),
        Variables: flow ? variablesOf(flow) : 0,
        Findings: findingsOf(faults, caller.language),
      };
    },

    async TryUVMSFlow(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const { Flow, FlowId: flowId, TemplateParams, Keys = [] } = request;
      if ((Flow === undefined) === (flowId === undefined)) throw new HeraldError('FLOW_TO_TRY');
      const stored =
        flowId === undefined ? undefined : await existing(sql, { accountId: caller.accountId, flowId });
      const language = request.Language ?? stored?.language ?? 'zh';
      return tryByKeys(stored?.graph ?? Flow ?? '', language, TemplateParams, Keys);
    },

    async CreateUVMSFlow(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const { accountId } = caller;
      const draft: FlowDraft = {
        ...{ name: request.Name, scene: request.Scene, appId: request.AppId, graph: request.Flow },
        ...{ language: request.Language ?? 'zh', allDay: request.AllDay ?? false },
      };
      const flow = await inTransaction(sql, async (tx) => {
        const key = await createFlow(tx, deps, accountId, draft, now());
        if (request.Submit) await submitFlow(tx, submitting, key, now());
        return existing(tx, key);
      });
      return written(caller, flow);
    },

    async UpdateUVMSFlow(caller, request) {
      const { Name, Scene, AppId, Language: spoken, AllDay, Flow } = request;
      const edit = {
        ...(Name === undefined ? {} : { name: Name }),
        ...(Scene === undefined ? {} : { scene: Scene }),
        ...(AppId === undefined ? {} : { appId: AppId === '' ? undefined : AppId }),
        ...(spoken === undefined ? {} : { language: spoken }),
        ...(AllDay === undefined ? {} : { allDay: AllDay }),
        ...(Flow === undefined ? {} : { graph: Flow }),
      };
      return written(caller, await change(caller, request, (tx, key) => changeFlow(tx, key, edit, now())));
    },

    async CopyUVMSFlow(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const key = { accountId: caller.accountId, flowId: request.FlowId };
      const copy = await inTransaction(sql, async (tx) =>
        existing(tx, await copyFlow(tx, deps, key, request.Name, now())),
      );
      return written(caller, copy);
    },

    async SubmitUVMSFlow(caller, request) {
      return moved(await change(caller, request, (tx, key) => submitFlow(tx, submitting, key, now())));
    },

    async WithdrawUVMSFlow(caller, request) {
      return moved(await change(caller, request, (tx, key) => withdrawFlow(tx, key, now())));
    },

    async DeleteUVMSFlow(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const key = { accountId: caller.accountId, flowId: request.FlowId };
      await inTransaction(sql, (tx) => turnFlow(tx, key, 'delete', now()));
      return { FlowId: request.FlowId };
    },

    BlockUVMSFlow: (caller, request) => block(caller, request, true),

    LiftUVMSFlowBlock: (caller, request) => block(caller, request, false),

    async BindUVMSInboundFlow(caller, request) {
      checkWholeAccount(caller, 'uvms:configure');
      await checkProject(sql, caller, request.ProjectId);
      const number = request.Number.startsWith('+') ? request.Number : `+${request.Number}`;
      const { accountId } = caller;
      const binding = { accountId, number, flowId: request.FlowId, at: now() };
      await inTransaction(sql, (tx) => bindInboundFlow(tx, binding));
      return { Number: number, FlowId: request.FlowId };
    },

    async ListUVMSInboundRefusals(_caller, { Days: days = 7 }) {
      const counted = await listRefusals(sql, formatDay(clock.now() - (days - 1) * DAY_MS));
      return {
        Data: counted.flatMap(({ day, reason, calls }) =>
          isRefusal(reason) ? [{ Day: day, Reason: reason, Status: REFUSALS[reason][0], Calls: calls }] : [],
        ),
      };
    },

    async ListUVMSInboundCalls(caller, request) {
      checkWholeAccount(caller, 'uvms:read');
      await checkProject(sql, caller, request.ProjectId);
      const limit = request.NumPerPage ?? 10;
      const number = request.Number?.replace(/^\+?/, '+');
      const filter = { accountId: caller.accountId, number, offset: (request.Page ?? 0) * limit, limit };
      const { total, calls } = await listInbound(sql, filter);
      return {
        Total: total,
        Data: calls.map((call) => ({
          CallNo: call.callNo,
          Number: call.number,
          Caller: vault.open(call.callerSealed, callerContext(call.callNo)),
          FlowId: call.flowId,
          Version: call.flowVersion,
          ChannelId: call.trunkId,
          StartTime: call.startedAt.getTime(),
          AnswerTime: call.answeredAt?.getTime() ?? 0,
          EndTime: call.endedAt.getTime(),
          Duration: Math.ceil(call.talkMs / 1000),
          Digits: call.digits,
          ...(call.flowSealed
            ? { Flow: flowBody(vault.open(call.flowSealed, inboundFlowContext(call.callNo))) }
            : {}),
        })),
      };
    },
  };
}

const isRefusal = (reason: string): reason is keyof typeof REFUSALS => Object.hasOwn(REFUSALS, reason);

const moved = (flow: StoredFlow) => ({
  FlowId: flow.flowId,
  Status: flow.status,
  Version: flow.version,
});

function findingsOf(faults: readonly FlowFault[], language: Language) {
  return faults.map(({ node, code, weight, problem, mend }) => ({
    Node: node,
    Code: code,
    Weight: weight,
    Message: problem[language],
    Remedy: mend[language],
  }));
}

function fieldsOf(flow: StoredFlow) {
  return {
    ...moved(flow),
    Name: flow.name,
    Scene: flow.scene,
    ...(flow.appId === undefined ? {} : { AppId: flow.appId }),
    Language: flow.language,
    AllDay: flow.allDay,
    LiveVersion: flow.liveVersion ?? 0,
    Blocked: flow.blocked,
    Remark: flow.remark,
    CreateTime: flow.createdAt.getTime(),
    UpdateTime: flow.updatedAt.getTime(),
  };
}
