import {
  HeraldError,
  type RequestOf,
  type ShownTaskState,
  type TASK_ACTIONS,
  TASK_FAULTS,
  TASK_LIST_PROBLEMS,
} from '@herald/contract';
import { sheetFile } from '../../flow/files/sheet-file.ts';
import {
  changeTask,
  checkTask,
  copyTask,
  createTask,
  type TaskChange,
} from '../../flow/tasks/change-task.ts';
import { faultTable, reasonOf, rowTable, sampleTable } from '../../flow/tasks/export-task.ts';
import type { CellFault } from '../../flow/tasks/judge-row.ts';
import { listRows } from '../../flow/tasks/list-rows.ts';
import { createListPreviewer } from '../../flow/tasks/preview-list.ts';
import { faultsAfter, findTask, listTasks, type StoredTask } from '../../modules/tasks/index.ts';
import { CODE, findTemplates } from '../../modules/templates/index.ts';
import { writtenNumber } from '../../platform/written-number.ts';
import type { Caller, Handlers, HandlersOf } from '../deps.ts';
import { checkProject, checkSendProject, type HandlerDeps, visibleProjects } from './deps.ts';
import { checkBody, progressBody, taskBody } from './task-answers.ts';

/** Bulk tasks. */
export function taskHandlers(deps: HandlerDeps): HandlersOf<typeof TASK_ACTIONS> {
  const { sql, clock } = deps;

  /** What a caller may see of the task that is asked for. */
  async function scopeOf(caller: Caller, request: { TaskNo: string; ProjectId?: string }) {
    await checkProject(sql, caller, request.ProjectId);
    const projects = visibleProjects(caller, request.ProjectId);
    return { accountId: caller.accountId, taskNo: request.TaskNo, projects };
  }

  async function found(caller: Caller, request: { TaskNo: string; ProjectId?: string }): Promise<StoredTask> {
    const task = await findTask(sql, await scopeOf(caller, request));
    if (!task) throw new HeraldError('TASK_NOT_FOUND', { taskNo: request.TaskNo });
    return task;
  }

  async function changed(
    caller: Caller,
    request: { TaskNo: string; ProjectId?: string },
    change: TaskChange,
  ) {
    const task = await changeTask(deps, await scopeOf(caller, request), change);
    return { TaskNo: task.taskNo, State: task.state as ShownTaskState };
  }

  return {
    ...listHandlers(deps, found),

    async CreateUVMSTask(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      checkSendProject(caller, request.ProjectId);
      const taskNo = await createTask(deps, wantedTask(caller, request));
      return { TaskNo: taskNo, State: 'importing' };
    },

    async CopyUVMSTask(caller, request) {
      const taskNo = await copyTask(deps, await scopeOf(caller, request), request.Name);
      return { TaskNo: taskNo, State: 'importing' };
    },

    StartUVMSTask: (caller, request) =>
      changed(caller, request, {
        event: 'start',
        startAt: request.StartTime === undefined ? undefined : request.StartTime * 1000,
        goodRowsOnly: request.GoodRowsOnly ?? false,
      }),
    PauseUVMSTask: (caller, request) => changed(caller, request, { event: 'pause' }),
    ResumeUVMSTask: (caller, request) => changed(caller, request, { event: 'resume' }),
    CancelUVMSTask: (caller, request) => changed(caller, request, { event: 'cancel' }),
    async DeleteUVMSTask(caller, request) {
      const { TaskNo } = await changed(caller, request, { event: 'delete' });
      return { TaskNo };
    },

    async CheckUVMSTask(caller, request) {
      const task = await checkTask(deps, await scopeOf(caller, request));
      return { TaskNo: task.taskNo, Check: checkBody(task, clock.now(), caller.language) };
    },

    async QueryUVMSTask(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const limit = request.NumPerPage ?? 20;
      const { total, tasks } = await listTasks(sql, {
        accountId: caller.accountId,
        projects: visibleProjects(caller, request.ProjectId),
        state: request.State,
        name: request.Name,
        templateId: request.TemplateId,
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      return { Total: total, Data: tasks.map((task) => taskBody(task, caller.language)) };
    },

    async GetUVMSTask(caller, request) {
      const task = await found(caller, request);
      return {
        Task: taskBody(task, caller.language),
        Check: checkBody(task, clock.now(), caller.language),
      };
    },

    async WatchUVMSTask(caller, request) {
      const scope = await scopeOf(caller, request);
      return {
        events: await deps.taskWatch.watch(scope, (task) => progressBody(task, caller.language)),
      };
    },
  };
}

type ListAction =
  | 'PreviewUVMSTaskList'
  | 'ListUVMSTaskRows'
  | 'ListUVMSTaskFaults'
  | 'ExportUVMSTask'
  | 'GetUVMSTaskSample';

/** The list of a task: its rows, its faults, and what is filled in. */
function listHandlers(
  deps: HandlerDeps,
  found: (caller: Caller, request: { TaskNo: string; ProjectId?: string }) => Promise<StoredTask>,
): Pick<Handlers, ListAction> {
  const { sql, clock } = deps;
  const previewer = createListPreviewer(deps);

  const faultBody = ({ column, fault }: CellFault, { language }: Caller) => ({
    Column: column,
    Fault: fault,
    Message: TASK_FAULTS[fault][language],
  });

  const filterOf = (request: Pick<RequestOf<'ListUVMSTaskRows'>, 'State' | 'Reason' | 'PhoneNumber'>) => ({
    state: request.State,
    reason: request.Reason,
    calledNumber:
      request.PhoneNumber === undefined
        ? undefined
        : (writtenNumber(request.PhoneNumber) ?? request.PhoneNumber),
  });

  return {
    async PreviewUVMSTaskList(caller, { FileId: fileId, TemplateId: templateId, ProjectId }) {
      await checkProject(sql, caller, ProjectId);
      const { accountId } = caller;
      const { columns, heading, rows, problem } = await previewer.preview({ accountId, fileId, templateId });
      return {
        Columns: columns,
        Heading: heading,
        Data: rows.map(({ line, cells, faults }) => ({
          Line: line,
          Cells: cells,
          Faults: faults.map((fault) => faultBody(fault, caller)),
        })),
        ...(problem && { Problem: problem, ProblemDesc: TASK_LIST_PROBLEMS[problem][caller.language] }),
      };
    },

    async ListUVMSTaskRows(caller, request) {
      const task = await found(caller, request);
      const limit = request.NumPerPage ?? 20;
      const rows = await listRows(deps, task, {
        ...filterOf(request),
        after: request.AfterLine ?? 0,
        limit: limit + 1,
      });
      return {
        Data: rows.slice(0, limit).map((row) => {
          const [phone = '', ...values] = row.cells;
          return {
            Line: row.line,
            Phone: phone,
            Params: values,
            State: row.state,
            Reason: row.reason,
            ReasonDesc: reasonOf(row, caller.language),
            Attempts: row.attempts,
            NextTime: row.state === 'waiting' ? row.dueAt.getTime() : 0,
            ...(row.sessionNo === null ? {} : { SessionNo: row.sessionNo }),
          };
        }),
        More: rows.length > limit,
      };
    },

    async ListUVMSTaskFaults(caller, request) {
      const task = await found(caller, request);
      const limit = request.NumPerPage ?? 20;
      const after = { line: request.AfterLine ?? 0, column: 32_767 };
      const faults = await faultsAfter(sql, task, after, limit + 1);
      return {
        BadRows: task.badRows,
        Data: faults.slice(0, limit).map((fault) => ({ Line: fault.line, ...faultBody(fault, caller) })),
        More: faults.length > limit,
      };
    },

    async ExportUVMSTask(caller, request) {
      const task = await found(caller, request);
      const rows =
        request.Kind === 'rows'
          ? rowTable(deps, task, filterOf(request), caller.language)
          : faultTable(deps, task, caller.language);
      return sheetFile(`${task.taskNo}-${request.Kind}`, request.Format, rows, new Date(clock.now()));
    },

    async GetUVMSTaskSample(caller, request) {
      const { TemplateId: templateId } = request;
      const [template] = await findTemplates(sql, [{ accountId: caller.accountId, templateId }]);
      if (!template) throw new HeraldError('TEMPLATE_NOT_FOUND', { templateId });
      const rows = sampleTable(template.content, template.purpose === CODE, caller.language);
      return sheetFile(`${templateId}-sample`, request.Format, rows, new Date(clock.now()));
    },
  };
}

function wantedTask(caller: Caller, request: RequestOf<'CreateUVMSTask'>): Parameters<typeof createTask>[1] {
  const groupType = request.GroupType ?? (request.FromNumber === undefined ? 1 : 2);
  if (groupType === 1 && request.FromNumber !== undefined) throw new HeraldError('GROUP_TYPE_CONFLICT');
  return {
    accountId: caller.accountId,
    name: request.Name,
    projectId: request.ProjectId,
    appId: caller.principal.kind === 'app' ? caller.principal.appId : undefined,
    templateId: request.TemplateId,
    groupType,
    fromNumber: request.FromNumber,
    dispatchRule: request.DispatchRule ?? 0,
    fileId: request.FileId,
    skipDuplicates: request.SkipDuplicates ?? true,
    retryOn: [...new Set(request.RetryOn ?? [])],
    retryCount: request.RetryCount ?? 0,
    retrySpacingS: request.RetryInterval ?? 600,
    sameNumber: request.SameShowNumber ?? true,
  };
}
