import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMember, lastLink, openApi, PASSWORD, registerOwner, type TestApi } from '../support/api.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { waiting, whileHeld } from '../support/held-row.ts';

let db: TestDatabase;
let api: TestApi;
type Owner = Awaited<ReturnType<typeof registerOwner>>;
let a: Owner;
let b: Owner;

beforeAll(async () => {
  db = await openTestDatabase();
  api = await openApi(db);
  a = await registerOwner(api, 'a@example.com');
  b = await registerOwner(api, 'b@example.com');
});
afterAll(async () => {
  await api.stop();
  await db.drop();
});

/** What was taken away has left every cache. */
const aSecond = () => db.clock.advance(1000);

describe('members', () => {
  test('1.3 somebody who is invited sets a password, logs in, and may what the role permits', async () => {
    const dev = await addMember(api, a, 'dev@example.com', { Role: 'developer' });
    expect(await api.call('GetMe', {}, dev)).toMatchObject({ AccountId: a.accountId, Role: 'developer' });
    expect((await api.call('QueryUVMSTemplate', {}, dev)).RetCode).toBe(0);
    expect(await api.call('GetBalance', {}, dev)).toMatchObject({ RetCode: 299 });
    expect(await api.call('ListMembers', {}, dev)).toMatchObject({ RetCode: 299 });
    const listed = await api.call('ListMembers', {}, a);
    expect(listed).toMatchObject({ RetCode: 0, Total: 2 });
    const entry = { Email: 'dev@example.com', Role: 'developer', Status: 'active' };
    expect(listed.Members).toContainEqual(expect.objectContaining(entry));
  });

  test('1.3 an invitation works once, for seven days, and not after it was taken back', async () => {
    const invite = async (Email: string) => {
      const { MemberId } = await api.call('InviteMember', { Email, Role: 'finance' }, a);
      return { MemberId, Token: lastLink(await api.letters(Email)) };
    };
    const accept = (Token: string) => api.call('AcceptInvitation', { Token, Password: PASSWORD });
    const first = await invite('fin@example.com');
    expect(await api.call('InviteMember', { Email: 'FIN@example.com', Role: 'finance' }, a)).toMatchObject({
      RetCode: 18116,
    });
    expect((await accept(first.Token)).RetCode).toBe(0);
    expect((await accept(first.Token)).RetCode).toBe(18111);
    const withdrawn = await invite('gone@example.com');
    expect((await api.call('RemoveMember', { MemberId: withdrawn.MemberId }, a)).RetCode).toBe(0);
    expect((await accept(withdrawn.Token)).RetCode).toBe(18111);
    const late = await invite('late@example.com');
    db.clock.advance(7 * 86_400_000);
    expect((await accept(late.Token)).RetCode).toBe(18111);
    for (const owner of [a, b]) await logInAgain(owner);
    await api.call('RemoveMember', { MemberId: late.MemberId }, a);
  });

  test('1.3 an address of another account can be invited by anybody, and only its owner learns that it is taken', async () => {
    const invited = await api.call('InviteMember', { Email: b.email, Role: 'developer' }, a);
    expect(invited.RetCode).toBe(0);
    const Token = lastLink(await api.letters(b.email));
    const answer = await api.call('AcceptInvitation', { Token, Password: PASSWORD });
    expect(answer.RetCode).toBe(18105);
    expect(await api.call('GetMe', {}, b)).toMatchObject({ AccountId: b.accountId });
    await api.call('RemoveMember', { MemberId: invited.MemberId }, a);
  });

  test('1.3 a member that is disabled is out within a second, everywhere, and comes in again when enabled', async () => {
    const ops = await addMember(api, a, 'ops@example.com', { Role: 'operations' });
    expect((await api.call('GetBalance', {}, ops)).RetCode).toBe(0);
    const change = { MemberId: ops.memberId, Status: 'disabled' };
    expect((await api.call('UpdateMember', change, a)).RetCode).toBe(0);
    aSecond();
    expect((await api.call('GetBalance', {}, ops)).RetCode).toBe(174);
    const again = () => api.call('Login', { Email: ops.email, Password: PASSWORD });
    expect((await again()).RetCode).toBe(18110);
    await api.call('UpdateMember', { ...change, Status: 'active' }, a);
    expect((await api.call('GetBalance', {}, ops)).RetCode).toBe(174);
    expect((await again()).RetCode).toBe(0);
  });

  test('1.3 a role that is changed counts within a second', async () => {
    const reader = await addMember(api, a, 'reader@example.com', { Role: 'developer' });
    expect((await api.call('ListAccessKeys', {}, reader)).RetCode).toBe(0);
    await api.call('UpdateMember', { MemberId: reader.memberId, Role: 'read-only' }, a);
    aSecond();
    expect((await api.call('ListAccessKeys', {}, reader)).RetCode).toBe(299);
  });

  test('1.3 the last owner who can log in stays: not removed, not disabled, not of another role', async () => {
    const { memberId: MemberId } = a;
    expect((await api.call('RemoveMember', { MemberId }, a)).RetCode).toBe(18117);
    expect((await api.call('UpdateMember', { MemberId, Status: 'disabled' }, a)).RetCode).toBe(18117);
    expect((await api.call('UpdateMember', { MemberId, Role: 'finance' }, a)).RetCode).toBe(18117);
    const invited = await api.call('InviteMember', { Email: 'o2@example.com', Role: 'owner' }, a);
    expect((await api.call('RemoveMember', { MemberId }, a)).RetCode).toBe(18117);
    await api.call('RemoveMember', { MemberId: invited.MemberId }, a);
  });

  test('1.3 of two owners who remove each other at once one remains', async () => {
    const other = await addMember(api, b, 'b2@example.com', { Role: 'owner' });
    const codes = await Promise.all([
      api.call('RemoveMember', { MemberId: other.memberId }, b),
      api.call('RemoveMember', { MemberId: b.memberId }, other),
    ]);
    expect(codes.map(({ RetCode }) => RetCode).sort()).toEqual([0, 18117]);
    // The one who is gone can register anew.
    const gone = codes[0]?.RetCode === 0 ? other.email : b.email;
    aSecond();
    b = await registerOwner(api, gone, '198.51.100.3');
  });

  test('1.3 an owner has all projects, and nobody of some projects makes it all of them', async () => {
    const some = { ProjectIds: [a.projectId] };
    const invite = { Email: 'scoped-owner@example.com', Role: 'owner', ...some };
    expect(await api.call('InviteMember', invite, a)).toMatchObject({ RetCode: 18003 });
    const dev = await addMember(api, a, 'promoted@example.com', { Role: 'developer', ...some });
    const change = { MemberId: dev.memberId, Role: 'owner' };
    const refused = await api.call('UpdateMember', change, a);
    expect(refused).toMatchObject({ RetCode: 18003 });
    expect(refused.Message).toContain('AllProjects=true');
    expect((await api.call('UpdateMember', { ...change, AllProjects: true }, a)).RetCode).toBe(0);
    expect((await api.call('UpdateMember', { MemberId: dev.memberId, ...some }, a)).RetCode).toBe(18003);
    await api.call('RemoveMember', { MemberId: dev.memberId }, a);
  });

  test.each([
    ['removed', 'RemoveMember', {}],
    ['changed', 'UpdateMember', { Role: 'finance' }],
  ])(
    '1.3 an invitation that is accepted while its member is %s leaves nobody half in',
    async (_what, action, change) => {
      const Email = `${action.toLowerCase()}-race@example.com`;
      const invite = () => api.call('InviteMember', { Email, Role: 'developer' }, a);
      const { MemberId } = await invite();
      const accept = async () =>
        api.call('AcceptInvitation', { Token: lastLink(await api.letters(Email)), Password: PASSWORD });
      const [accepted, done] = await whileHeld(
        db.sql,
        (tx) => tx`SELECT 1 FROM members WHERE member_id = ${MemberId} FOR UPDATE`,
        [
          accept,
          async () => {
            while ((await waiting(db.sql)) === 0);
            return api.call(action, { MemberId, ...change }, a);
          },
        ],
      );
      expect([accepted?.RetCode, done?.RetCode]).toEqual([0, 0]);
      const login = () => api.call('Login', { Email, Password: PASSWORD });
      if (action === 'UpdateMember')
        return expect(await login()).toMatchObject({ RetCode: 0, Role: 'finance' });
      // The address is free again.
      expect((await login()).RetCode).toBe(18106);
      await invite();
      expect((await accept()).RetCode).toBe(0);
    },
  );

  test('4.3.1 a member of one account reaches no member, project or key of another', async () => {
    const MemberId = a.memberId;
    for (const [action, parameters] of [
      ['UpdateMember', { MemberId, Role: 'finance' }],
      ['RemoveMember', { MemberId }],
    ] as const) {
      expect((await api.call(action, parameters, b)).RetCode, action).toBe(18115);
    }
    expect((await api.call('UpdateProject', { ProjectId: a.projectId, Name: 'x' }, b)).RetCode).toBe(292);
    const scope = { Email: 'c@example.com', Role: 'developer', ProjectIds: [a.projectId] };
    expect((await api.call('InviteMember', scope, b)).RetCode).toBe(292);
    const key = await api.call('CreateAccessKey', {}, a);
    const PublicKey = key.PublicKey;
    const actions = ['UpdateAccessKey', 'ResetAccessKey', 'DeleteAccessKey', 'ReportLeakedAccessKey'];
    for (const action of actions) {
      expect((await api.call(action, { AccessKey: PublicKey, Status: 'disabled' }, b)).RetCode, action).toBe(
        18119,
      );
    }
    expect((await api.call('ListAccessKeys', {}, b)).Keys).toEqual([]);
    expect((await api.call('ListMembers', {}, b)).Total).toBe(1);
    const sessions = await api.call('ListSessions', {}, a);
    const SessionId = sessions.Sessions[0].SessionId;
    expect((await api.call('EndSession', { SessionId }, b)).RetCode).toBe(18114);
  });
});

describe('projects', () => {
  test('1.3 projects are made, renamed and listed, and a member sees those of its scope', async () => {
    const { ProjectId } = await api.call('CreateProject', { Name: 'shop' }, a);
    expect((await api.call('UpdateProject', { ProjectId, Name: 'shop 2' }, a)).RetCode).toBe(0);
    const listed = await api.call('ListProjects', {}, a);
    expect(listed.Projects).toContainEqual({ ProjectId, Name: 'shop 2' });
    expect(listed.Projects).toHaveLength(2);
    const scoped = await addMember(api, a, 'scoped@example.com', {
      Role: 'developer',
      ProjectIds: [ProjectId],
    });
    expect((await api.call('ListProjects', {}, scoped)).Projects).toEqual([{ ProjectId, Name: 'shop 2' }]);
    expect((await api.call('QueryUVMSTemplate', { ProjectId: a.projectId }, scoped)).RetCode).toBe(292);
  });
});

async function logInAgain(owner: Owner): Promise<void> {
  owner.token = (await api.call('Login', { Email: owner.email, Password: PASSWORD })).Token;
}
