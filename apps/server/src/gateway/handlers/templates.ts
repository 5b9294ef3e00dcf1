import { HeraldError, type Language, type TEMPLATE_ACTIONS } from '@herald/contract';
import { createScreening } from '../../flow/screening/screening.ts';
import { blockTemplate } from '../../flow/templates/block-template.ts';
import { findFaults, refuseFaults } from '../../flow/templates/check-template.ts';
import { copyTemplate, createTemplate, updateTemplate } from '../../flow/templates/draft-template.ts';
import { submitTemplate, withdrawTemplate } from '../../flow/templates/submit-template.ts';
import { keepRecording, takeRecording } from '../../flow/templates/take-recording.ts';
import { type TemplateChange, turnTemplate } from '../../flow/templates/turn-template.ts';
import {
  type Draft,
  draftOf,
  findTemplates,
  listChanges,
  listTails,
  listTemplates,
  mayBeSubmitted,
  type StoredTemplate,
  variableCount,
} from '../../modules/templates/index.ts';
import type { Tx } from '../../platform/db.ts';
import { inTransaction } from '../../platform/transaction.ts';
import type { Caller, HandlersOf, OperatorCaller } from '../deps.ts';
import { checkProject, type HandlerDeps } from './deps.ts';
import { spokenTailHandlers } from './spoken-tails.ts';
import { findings, heard, historyBody, templateBody } from './template-answers.ts';

type Deps = Pick<
  HandlerDeps,
  'sql' | 'vault' | 'clock' | 'random' | 'newId' | 'limits' | 'jobs' | 'files' | 'studio' | 'previewer'
>;

/** Templates: what may be said. */
export function templateHandlers(deps: Deps): HandlersOf<typeof TEMPLATE_ACTIONS> {
  const { sql, clock } = deps;
  const screening = createScreening(clock);

  const byCustomer = (caller: Caller): Omit<TemplateChange, 'templateId'> => ({
    accountId: caller.accountId,
    actor: 'customer',
    actorId: actorOf(caller),
    at: new Date(clock.now()),
  });

  /** One change of the customer's, and the template as it is then. */
  async function change(
    caller: Caller,
    request: { TemplateId: string; ProjectId?: string },
    work: (tx: Tx, by: TemplateChange) => Promise<unknown>,
  ): Promise<StoredTemplate> {
    await checkProject(sql, caller, request.ProjectId);
    const by = { ...byCustomer(caller), templateId: request.TemplateId };
    return inTransaction(sql, async (tx) => {
      await work(tx, by);
      return existing(tx, by);
    });
  }

  async function existing(db: Tx | typeof sql, key: { accountId: string; templateId: string }) {
    const [template] = await findTemplates(db, [key]);
    if (!template) throw new HeraldError('TEMPLATE_NOT_FOUND', { templateId: key.templateId });
    return template;
  }

  async function written(caller: Caller, template: StoredTemplate) {
    const draft = draftOf(template);
    const found = await findFaults(sql, screening, template.accountId, draft);
    const Findings = findings(draft, found, caller.language);
    return { TemplateId: template.templateId, Status: template.status, Findings };
  }

  /** The recording that an upload holds, where one is given. */
  async function recordingOf(caller: Caller, fileId: string | undefined) {
    if (fileId === undefined) return undefined;
    return takeRecording(deps, caller.accountId, fileId);
  }

  /** A template as it sounds; `listener` has only so many made at once. */
  function said(template: StoredTemplate, listener: string, values?: readonly string[]) {
    const { accountId, sound } = template;
    if (sound) return deps.previewer.play({ accountId, soundId: sound.soundId });
    return deps.previewer.preview(listener, draftOf(template), values, template.tail);
  }

  const moved = ({ templateId, status }: StoredTemplate) => ({ TemplateId: templateId, Status: status });

  async function operate(
    { operatorId }: OperatorCaller,
    request: { AccountId: string; TemplateId: string; Reason: string },
    event: 'block' | 'lift',
  ) {
    const key = { accountId: request.AccountId, templateId: request.TemplateId };
    await inTransaction(sql, (tx) =>
      blockTemplate(tx, deps, { ...key, operatorId, reason: request.Reason }, event),
    );
    return moved(await existing(sql, key));
  }

  async function shown(template: StoredTemplate, language: Language) {
    const draft = draftOf(template);
    const editable = template.state === 'draft' || template.state === 'rejected';
    const found = editable ? await findFaults(sql, screening, template.accountId, draft) : [];
    return templateBody(template, findings(draft, found, language));
  }

  return {
    ...spokenTailHandlers(deps),

    async QueryUVMSTemplate(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const limit = request.NumPerPage ?? 10;
      const { total, templates } = await listTemplates(sql, {
        accountId: caller.accountId,
        templateId: request.TemplateId,
        status: request.Status,
        purpose: request.Purpose,
        appId: request.AppId,
        offset: (request.Page ?? 0) * limit,
        limit,
      });
      const { TemplateId: templateId } = request;
      if (templateId !== undefined && total === 0)
        throw new HeraldError('TEMPLATE_NOT_FOUND', { templateId });
      const key = templateId === undefined ? undefined : { accountId: caller.accountId, templateId };
      return {
        Total: total,
        Data: await Promise.all(templates.map((template) => shown(template, caller.language))),
        ...(key ? { History: (await listChanges(sql, key)).map(historyBody) } : {}),
      };
    },

    async CheckUVMSTemplate(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const draft = { ...draftOfRequest(request), kind: request.Kind ?? 'text' };
      const found = await findFaults(sql, screening, caller.accountId, draft);
      return {
        Submittable: mayBeSubmitted(found),
        Variables: variableCount(draft.content),
        Findings: findings(draft, found, caller.language),
      };
    },

    async PreviewUVMSTemplate(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const { accountId } = caller;
      const { TemplateId: templateId, TemplateParams: values } = request;
      if (templateId !== undefined) {
        return heard(
          templateId,
          await said(await existing(sql, { accountId, templateId }), accountId, values),
        );
      }
      const draft = draftOfRequest({ Name: '', Scene: '', Purpose: 2, Content: '', ...request });
      const [ofAll] = await listTails(sql, accountId, 1);
      const tail = ofAll?.templateId === '' ? ofAll.tail : undefined;
      return heard('preview', await deps.previewer.preview(accountId, draft, values, tail));
    },

    async CreateUVMSTemplate(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const words = draftOfRequest(request);
      const draft = request.FileId === undefined ? words : { ...words, kind: 'audio' as const };
      const submit = request.Submit ?? true;
      if (submit) refuseFaults(await findFaults(sql, screening, caller.accountId, draft));
      const by = byCustomer(caller);
      const recording = await recordingOf(caller, request.FileId);
      const template = await inTransaction(sql, async (tx) => {
        if (recording) await keepRecording(tx, by.accountId, recording, by.at);
        const templateId = await createTemplate(tx, deps, draft, recording, by);
        if (submit) await submitTemplate(tx, { ...deps, screening }, { ...by, templateId });
        return existing(tx, { accountId: by.accountId, templateId });
      });
      return written(caller, template);
    },

    async UpdateUVMSTemplate(caller, request) {
      const { Name, Scene, AppId, Language: spoken, Content, AllDay } = request;
      const edit = {
        ...(Name === undefined ? {} : { name: Name }),
        ...(Scene === undefined ? {} : { scene: Scene }),
        ...(AppId === undefined ? {} : { appId: AppId }),
        ...(request.InternalProduction ? { appId: undefined } : {}),
        ...(spoken === undefined ? {} : { language: spoken }),
        ...(Content === undefined ? {} : { content: Content }),
        ...(AllDay === undefined ? {} : { allDay: AllDay }),
      };
      const recording = await recordingOf(caller, request.FileId);
      const changed = await change(caller, request, async (tx, by) => {
        if (!recording) return updateTemplate(tx, edit, by);
        await keepRecording(tx, by.accountId, recording, by.at);
        return updateTemplate(tx, { ...edit, sound: recording }, by);
      });
      return written(caller, changed);
    },

    async SubmitUVMSTemplate(caller, request) {
      return moved(await change(caller, request, (tx, by) => submitTemplate(tx, { ...deps, screening }, by)));
    },

    async WithdrawUVMSTemplate(caller, request) {
      return moved(await change(caller, request, withdrawTemplate));
    },

    async CopyUVMSTemplate(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const by = byCustomer(caller);
      const copy = await inTransaction(sql, async (tx) => {
        const templateId = await copyTemplate(tx, deps, request.TemplateId, request.Name, by);
        return existing(tx, { accountId: by.accountId, templateId });
      });
      return written(caller, copy);
    },

    async DisableUVMSTemplate(caller, request) {
      return moved(await change(caller, request, (tx, by) => turnTemplate(tx, by, 'disable')));
    },

    async EnableUVMSTemplate(caller, request) {
      return moved(await change(caller, request, (tx, by) => turnTemplate(tx, by, 'enable')));
    },

    async DeleteUVMSTemplate(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const by = { ...byCustomer(caller), templateId: request.TemplateId };
      await inTransaction(sql, (tx) => turnTemplate(tx, by, 'delete'));
      return { TemplateId: request.TemplateId };
    },

    BlockUVMSTemplate: (caller, request) => operate(caller, request, 'block'),

    LiftUVMSTemplateBlock: (caller, request) => operate(caller, request, 'lift'),

    async HearUVMSTemplate(caller, request) {
      const key = { accountId: request.AccountId, templateId: request.TemplateId };
      return heard(key.templateId, await said(await existing(sql, key), `operator ${caller.operatorId}`));
    },

    async InspectUVMSTemplate(caller, request) {
      const key = { accountId: request.AccountId, templateId: request.TemplateId };
      const template = await existing(sql, key);
      const changes = await listChanges(sql, key);
      return { Template: await shown(template, caller.language), History: changes.map(historyBody) };
    },
  };
}

function draftOfRequest(request: {
  Name: string;
  Scene: string;
  AppId?: string;
  Purpose: 1 | 2 | 3;
  Language?: 'zh' | 'en';
  Content: string;
  AllDay?: boolean;
}): Draft {
  return {
    kind: 'text',
    name: request.Name,
    scene: request.Scene,
    appId: request.AppId,
    purpose: request.Purpose,
    language: request.Language ?? 'zh',
    content: request.Content,
    allDay: request.AllDay ?? false,
  };
}

/** Who acts, in the history's words: member, key or app. */
function actorOf({ principal }: Caller): string {
  switch (principal.kind) {
    case 'member':
      return principal.memberId;
    case 'key':
      return principal.publicKey;
    case 'app':
      return principal.appId;
  }
}
