import { Type } from 'typebox';
import { defineAction } from '../../action.ts';
import { notes, numPerPage, page } from '../../fields.ts';
import { complaintFields, complaintId, complaintState } from './fields.ts';

export const queryUVMSComplaints = defineAction({
  name: 'QueryUVMSComplaints',
  summary: {
    zh: '查询转交本账号的投诉及答复期限，最近的在前',
    en: 'Complaints that were forwarded to the account, with the time to answer, the latest first',
  },
  permission: 'uvms:read',
  request: Type.Object({ State: Type.Optional(complaintState()), Page: page(), NumPerPage: numPerPage() }),
  response: Type.Object({
    Total: Type.Integer(notes('总数', 'How many there are')),
    Data: Type.Array(
      Type.Object(complaintFields(), notes('一件投诉', 'One complaint')),
      notes('本页的投诉', 'The complaints of this page'),
    ),
  }),
  errors: [],
});

export const answerUVMSComplaint = defineAction({
  name: 'AnswerUVMSComplaint',
  summary: {
    zh: '答复转交的投诉：核查情况、被叫的同意依据与整改措施；应在 15 天内',
    en: 'Answers a complaint: what was found, on what consent the call rests, what was mended; within 15 days',
  },
  permission: 'enterprise:write',
  request: Type.Object({
    ComplaintId: complaintId(),
    Answer: Type.String({ ...notes('答复', 'The answer'), minLength: 2, maxLength: 2000 }),
  }),
  response: Type.Object({ State: complaintState() }),
  errors: ['COMPLAINT_UNKNOWN', 'COMPLAINT_STATE'],
});
