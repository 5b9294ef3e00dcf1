import { HeraldError, NOTICE_CATEGORIES, type NoticeCategory, type RequestOf } from '@herald/contract';
import {
  addContact,
  type ContactFields,
  changeContact,
  sendContactCode,
  verifyContact,
} from '../../../flow/notices/notice-contacts.ts';
import { deleteContact, listContacts, mutedCategories, saveMuted } from '../../../modules/notices/index.ts';
import { isUuid } from '../../../platform/ids.ts';
import { inTransaction } from '../../../platform/transaction.ts';
import type { Caller, Handlers } from '../../deps.ts';
import { checkProject } from '../deps.ts';
import type { NoticeDeps } from './deps.ts';

type Names =
  | 'CreateUVMSNoticeContact'
  | 'UpdateUVMSNoticeContact'
  | 'DeleteUVMSNoticeContact'
  | 'ListUVMSNoticeContacts'
  | 'SendUVMSNoticeContactCode'
  | 'VerifyUVMSNoticeContact'
  | 'QueryUVMSNoticePreferences'
  | 'UpdateUVMSNoticePreferences';

const MANDATORY = (Object.keys(NOTICE_CATEGORIES) as NoticeCategory[]).filter(
  (category) => NOTICE_CATEGORIES[category].mandatory,
);

/** To whom notices of an account go beside the inbox. */
export function contactHandlers(deps: NoticeDeps): Pick<Handlers, Names> {
  const { sql, vault, clock } = deps;
  return {
    async CreateUVMSNoticeContact(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      return { ContactId: await addContact(deps, caller.accountId, fieldsOf(request, caller)) };
    },

    async UpdateUVMSNoticeContact(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      await changeContact(deps, caller.accountId, contact(request.ContactId), fieldsOf(request, caller));
      return {};
    },

    async DeleteUVMSNoticeContact(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const key = { accountId: caller.accountId, contactId: contact(request.ContactId) };
      await inTransaction(sql, async (tx) => {
        if (await deleteContact(tx, key)) return;
        throw new HeraldError('CONTACT_NOT_FOUND', { contactId: request.ContactId });
      });
      return {};
    },

    async ListUVMSNoticeContacts(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const contacts = (await listContacts(sql, vault, [caller.accountId])).get(caller.accountId) ?? [];
      return {
        Contacts: contacts.map(({ contactId, name, email, phone, language, categories }) => ({
          ContactId: contactId,
          Name: name,
          Email: email?.mask ?? '',
          EmailVerified: email?.verifiedAt !== undefined,
          Phone: phone?.mask ?? '',
          PhoneVerified: phone?.verifiedAt !== undefined,
          Language: language,
          Categories: [...categories],
        })),
      };
    },

    async SendUVMSNoticeContactCode(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const { accountId } = caller;
      await sendContactCode(deps, {
        accountId,
        contactId: contact(request.ContactId),
        kind: request.Channel,
      });
      return {};
    },

    async VerifyUVMSNoticeContact(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const { accountId } = caller;
      const { Channel: kind, Code: code } = request;
      await verifyContact(deps, { accountId, contactId: contact(request.ContactId), kind, code });
      return {};
    },

    async QueryUVMSNoticePreferences(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const muted = (await mutedCategories(sql, [caller.accountId])).get(caller.accountId) ?? [];
      return { Muted: [...muted], Mandatory: MANDATORY };
    },

    async UpdateUVMSNoticePreferences(caller, request) {
      await checkProject(sql, caller, request.ProjectId);
      const muted = [...new Set(request.Muted ?? [])];
      const kept = muted.find((category) => NOTICE_CATEGORIES[category].mandatory);
      if (kept) {
        const { zh, en } = NOTICE_CATEGORIES[kept].words;
        throw new HeraldError('NOTICE_MANDATORY', { categoryZh: zh, categoryEn: en });
      }
      await inTransaction(sql, (tx) => saveMuted(tx, caller.accountId, muted, new Date(clock.now())));
      return {};
    },
  };
}

function contact(contactId: string): string {
  if (!isUuid(contactId)) throw new HeraldError('CONTACT_NOT_FOUND', { contactId });
  return contactId.toLowerCase();
}

function fieldsOf(request: RequestOf<'CreateUVMSNoticeContact'>, caller: Caller): ContactFields {
  return {
    name: request.Name,
    email: request.Email || undefined,
    phone: request.Phone || undefined,
    language: request.Language ?? caller.language,
    categories: request.Categories,
  };
}
