import {
  createUVMSAnnouncement,
  deleteUVMSAnnouncement,
  listUVMSAnnouncements,
  publishUVMSAnnouncement,
  queryUVMSAnnouncements,
  updateUVMSAnnouncement,
  withdrawUVMSAnnouncement,
} from './announcements.ts';
import {
  createUVMSNoticeContact,
  deleteUVMSNoticeContact,
  listUVMSNoticeContacts,
  queryUVMSNoticePreferences,
  sendUVMSNoticeContactCode,
  updateUVMSNoticeContact,
  updateUVMSNoticePreferences,
  verifyUVMSNoticeContact,
} from './contacts.ts';
import { getUVMSNotice, listUVMSNoticeDeliveries, listUVMSNotices, readUVMSNotices } from './inbox.ts';
import { endUVMSMaintenance, getUVMSServiceStatus, startUVMSMaintenance } from './maintenance.ts';

/** Announcements, inbox, maintenance. */
export const NOTICE_ACTIONS = {
  QueryUVMSAnnouncements: queryUVMSAnnouncements,
  GetUVMSServiceStatus: getUVMSServiceStatus,
  ListUVMSNotices: listUVMSNotices,
  GetUVMSNotice: getUVMSNotice,
  ReadUVMSNotices: readUVMSNotices,
  CreateUVMSNoticeContact: createUVMSNoticeContact,
  UpdateUVMSNoticeContact: updateUVMSNoticeContact,
  DeleteUVMSNoticeContact: deleteUVMSNoticeContact,
  ListUVMSNoticeContacts: listUVMSNoticeContacts,
  SendUVMSNoticeContactCode: sendUVMSNoticeContactCode,
  VerifyUVMSNoticeContact: verifyUVMSNoticeContact,
  QueryUVMSNoticePreferences: queryUVMSNoticePreferences,
  UpdateUVMSNoticePreferences: updateUVMSNoticePreferences,
  CreateUVMSAnnouncement: createUVMSAnnouncement,
  UpdateUVMSAnnouncement: updateUVMSAnnouncement,
  DeleteUVMSAnnouncement: deleteUVMSAnnouncement,
  PublishUVMSAnnouncement: publishUVMSAnnouncement,
  WithdrawUVMSAnnouncement: withdrawUVMSAnnouncement,
  ListUVMSAnnouncements: listUVMSAnnouncements,
  StartUVMSMaintenance: startUVMSMaintenance,
  EndUVMSMaintenance: endUVMSMaintenance,
  ListUVMSNoticeDeliveries: listUVMSNoticeDeliveries,
} as const;
