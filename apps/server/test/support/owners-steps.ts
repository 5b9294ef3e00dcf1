import type { ActionName } from '@herald/contract';
import { CODE_TEMPLATE } from './database.ts';

/** In every free text of the owner's, so that it is recognised wherever it comes out. */
export const MARK = 'ownersmark';

/** Ids of the owner's things, by the name of the request field that takes one. */
export type Ids = Record<string, string | string[]>;

export type Step = readonly [
  who: 'owner' | 'staff' | 'anybody',
  action: ActionName,
  given: Readonly<Record<string, unknown>>,
];

/**
 * What the owner (and, where it needs the operator, the staff) does, so that there is one of everything that an account
 * can have. Each step sees the ids that the answers before it held.
 */
export function* ownersSteps(ids: Ids): Generator<Step, void> {
  yield [
    'owner',
    'SendUVMSMessage',
    {
      CalledNumber: '+8613800009911',
      TemplateId: CODE_TEMPLATE,
      TemplateParams: ['123456'],
      UserId: MARK,
    },
  ];
  ids.AppId = 'app-of-nobody';
  ids.ActorId = 'a0-owner';
  ids.PhoneNumber = '+8613800009911';
  yield ['owner', 'UpdateUVMSReceiptUrl', { Url: `https://example.com/${MARK}` }];
  yield ['owner', 'BuyUVMSPackage', { Purpose: 1, GroupType: 1, Quantity: 10_000, Agree: true }];
  ids.PackageId = ids.OrderId ?? '';
  yield [
    'owner',
    'CreateUVMSTemplate',
    { Name: MARK, Purpose: 1, Language: 'zh', Content: '您的验证码是{1}，请勿告诉他人。', Submit: true },
  ];
  yield ['staff', 'ListUVMSReviews', {}];
  yield ['staff', 'ClaimUVMSReview', ids];
  yield ['staff', 'ApproveUVMSReview', { ...ids, Reason: MARK }];
  yield ['owner', 'CreateUVMSFlow', { Name: MARK, Scene: MARK }];
  yield ['owner', 'ListUVMSNotices', {}];
  ids.NoticeIds = [ids.NoticeId].flat() as string[];
  yield [
    'owner',
    'CreateUVMSNoticeContact',
    { Name: MARK, Email: `${MARK}@example.com`, Language: 'zh', Kinds: ['alarm'] },
  ];
  yield ['owner', 'UploadUVMSFile', { Kind: 'list', Name: `${MARK}.csv` }];
  yield [
    'owner',
    'CreateUVMSTask',
    { Name: MARK, TemplateId: CODE_TEMPLATE, FileId: ids.FileId ?? '', RetryOn: ['busy'] },
  ];
  // A task that is over: who watches it is told so, and the stream ends.
  yield ['owner', 'CancelUVMSTask', { TaskNo: ids.TaskNo ?? '' }];
  yield ['owner', 'UploadUVMSFile', { Kind: 'material', Name: `${MARK}.png` }];
  yield* qualification(ids);
  yield ['owner', 'InviteMember', { Email: `member@${MARK}.example`, Role: 'developer' }];
  yield ['owner', 'CreateAccessKey', { Note: MARK }];
  ids.AccessKey = ids.PublicKey ?? '';
  yield ['owner', 'UpdateUVMSAlarm', { Kind: 'balance', Threshold: '1' }];
  yield [
    'staff',
    'GrantUVMSCoupon',
    {
      CampaignId: `${MARK}-gift`,
      AccountIds: ['a0'],
      Amount: '1',
      ExpireTime: 1_780_000_000_000,
      Reason: MARK,
    },
  ];
  yield [
    'staff',
    'CreateUVMSComplaint',
    { PhoneNumber: '+8613800009915', Kind: 'other', AccountId: 'a0', Words: MARK },
  ];
  yield ['staff', 'ForwardUVMSComplaint', { ComplaintId: ids.ComplaintId ?? '' }];
  yield [
    'staff',
    'CreateUVMSSanction',
    {
      AccountId: 'a0',
      Kind: 'warning',
      AppId: undefined,
      Capabilities: undefined,
      Reason: MARK,
      Clause: '4.2.5',
    },
  ];
  yield ['owner', 'GetBillDataFileUrl', { Month: '2026-03', Format: 'csv' }];
  yield ['anybody', 'Register', { Email: `${MARK}@example.com`, Password: 'a long enough one' }];
}

/** Real name, enterprise, an app with its secret, a capability: each submitted, and approved where the next one asks. */
function* qualification(ids: Ids): Generator<Step, void> {
  const approve = function* (): Generator<Step, void> {
    yield ['staff', 'ListUVMSReviews', {}];
    yield ['staff', 'ClaimUVMSReview', ids];
    yield ['staff', 'ApproveUVMSReview', { ...ids, Reason: MARK }];
  };
  const paper = ids.FileId ?? '';
  const number = '11010519491231002X';
  yield [
    'owner',
    'SubmitRealName',
    { Holder: 'person', Name: MARK, Number: number, Phone: '+8613800009912' },
  ];
  yield* approve();
  const facts = { Name: MARK, LicenceNumber: '91310000MA1FL0AB1X', Industry: MARK, Address: MARK };
  const contact = { ContactName: MARK, ContactPhone: '+8613800009913' };
  const papers = { BusinessLicence: paper, CommitmentLetter: paper, ContactAuthorisation: paper };
  yield ['owner', 'UpdateUVMSEnterprise', { ...facts, ...contact, ...papers }];
  yield ['owner', 'SubmitUVMSEnterprise', {}];
  yield* approve();
  yield [
    'owner',
    'CreateUVMSApp',
    { Name: MARK, Kind: 'app', Identifier: `com.example.${MARK}`, OwnedByEnterprise: true, Proof: paper },
  ];
  yield* approve();
  yield ['owner', 'ResetUVMSAppSecret', { AppId: ids.AppId ?? '' }];
  yield* numbers(ids);
  yield* approve();
  yield* boughtNumber(ids);
  yield ['owner', 'ApplyUVMSCapability', { Capability: 'recording', Purpose: MARK, FileIds: [paper].flat() }];
  ids.FileId = paper;
  ids.FileIds = [paper].flat();
  ids.Proof = paper;
}

/** An application for a number, before the operator's first check. */
function* numbers(ids: Ids): Generator<Step, void> {
  const asked = { Kind: 'landline', PeakConcurrency: 1, DailyMinutes: 100, AverageSeconds: 10 };
  yield [
    'owner',
    'ApplyUVMSNumber',
    { ...asked, TemplateIds: [CODE_TEMPLATE], Lines: ['021,,1,'], Submit: true },
  ];
  ids.TemplateIds = [CODE_TEMPLATE];
}

/** The carrier's answer, its payment, and the number. */
function* boughtNumber(ids: Ids): Generator<Step, void> {
  yield ['staff', 'AnswerUVMSNumberApplication', { ...ids, Answers: ['1,021,30,1'] }];
  yield ['owner', 'QueryUVMSNumberApplications', {}];
  yield ['owner', 'OrderUVMSNumbers', { ...ids, Choices: [`${ids.AnswerId},1`], Provider: 'balance' }];
  const number = '+862151879999';
  yield ['staff', 'DeliverUVMSNumbers', { ...ids, Numbers: [number] }];
  ids.Number = number;
}

/** Values for required fields that have no example and only certain values fit. */
export const FITTING: Readonly<Record<string, unknown>> = {
  Role: 'developer',
  Code: '123456',
  TotpCode: '123456',
};

/** Takes every id out of an answer, under the names that request fields have. */
export function collectIds(answer: unknown, ids: Ids): void {
  if (typeof answer !== 'object' || answer === null) return;
  for (const [name, value] of Object.entries(answer)) {
    if (typeof value === 'string' && /(?:Id|No|Key)$/.test(name) && value !== '') ids[name] = value;
    else collectIds(value, ids);
  }
}
