import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BlobReader, BlobWriter, TextReader, TextWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportEvidence } from '../../../src/flow/audit/export-evidence.ts';
import { recordAct } from '../../../src/flow/audit/record-act.ts';
import { hearMessage, judgeSample, sampleMessages } from '../../../src/flow/audit/sample-messages.ts';
import { openComplaint } from '../../../src/flow/complaints/open-complaint.ts';
import { inTransaction } from '../../../src/platform/transaction.ts';
import { spoken } from '../../support/bookkeeping.ts';
import { CODE_TEMPLATE, NOTICE_TEMPLATE } from '../../support/database.ts';
import { openTestFiles } from '../../support/files.ts';
import { told } from '../../support/inbox.ts';
import { openWorld, type World } from '../../support/world.ts';

const HERALD = fileURLToPath(new URL('../../../../cli/src/main.ts', import.meta.url));

let world: World;
let disk: Awaited<ReturnType<typeof openTestFiles>>;
let accountId: string;

beforeAll(async () => {
  world = await openWorld();
  disk = await openTestFiles();
  accountId = await world.account({ cash: 100_0000n });
});
afterAll(async () => {
  await world.close();
  await disk.drop();
});

const random = { bytes: (count: number) => new Uint8Array(count).fill(128) };
const deps = () => ({ ...world, files: disk.files, random });

async function bundle(of: { sessionNo?: string; complaintId?: string }): Promise<Map<string, string>> {
  const { content } = await exportEvidence(deps(), { accountId, ...of });
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  const entries = await new ZipReader(
    new BlobReader(new Blob(chunks as Uint8Array<ArrayBuffer>[])),
  ).getEntries();
  const texts = new Map<string, string>();
  for (const entry of entries) {
    if (!entry.directory) texts.set(entry.filename, await entry.getData(new TextWriter()));
  }
  return texts;
}

/** What `herald verify-evidence` says of these entries. */
async function verified(entries: ReadonlyMap<string, string>, ...more: string[]) {
  const zip = new ZipWriter(new BlobWriter());
  for (const [name, text] of entries) await zip.add(name, new TextReader(text));
  const path = join(disk.folder, 'evidence.zip');
  await writeFile(path, Buffer.from(await (await zip.close()).arrayBuffer()));
  const { status, stdout } = spawnSync(
    process.execPath,
    [HERALD, 'verify-evidence', path, ...more, '--lang', 'en'],
    {
      encoding: 'utf8',
    },
  );
  return { status, stdout };
}

describe('the evidence of a message', () => {
  test('product 5: holds what was filed, decided and called, and proves itself without a server', async () => {
    await recordAct(
      world,
      {
        ...{ actor: 'member', who: async () => ({ actorId: 'm', chain: accountId }), ip: '203.0.113.7' },
        ...{ requestId: 'r', act: 'SubmitUVMSTemplate', request: { TemplateId: CODE_TEMPLATE } },
      },
      async () => {
        await world.sql`INSERT INTO projects (account_id, project_id, name) VALUES (${accountId}, 'org-evidence', 'x')`;
      },
    );
    const sessionNo = await spoken(world, accountId, CODE_TEMPLATE, 9000);
    const entries = await bundle({ sessionNo });
    const message = JSON.parse(entries.get('message.json') ?? '');
    expect(message.message).toMatchObject({
      SessionNo: sessionNo,
      State: 'ended',
      Receipt: { ReceiptResult: 1 },
    });
    expect(message.message.Decisions.length).toBeGreaterThan(5);
    const filed = JSON.parse(entries.get('filed.json') ?? '');
    expect(filed).toMatchObject({ templateId: CODE_TEMPLATE, fits: true });
    expect(entries.get('audit.jsonl')).toContain('SubmitUVMSTemplate');

    const { status, stdout } = await verified(entries);
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining(sessionNo) });
    const keyId = JSON.parse(entries.get('signature.json') ?? '').keyId;
    expect((await verified(entries, keyId)).status).toBe(0);
    expect((await verified(entries, '0000000000000000')).stdout).toContain('was not signed by');
  });

  test.each([
    [
      'an entry that was changed',
      (all: Map<string, string>) => all.set('filed.json', '{}'),
      'filed.json was changed',
    ],
    ['one that is missing', (all: Map<string, string>) => all.delete('ladder.txt'), 'ladder.txt is missing'],
    [
      'one too many',
      (all: Map<string, string>) => all.set('more.txt', 'x'),
      'more.txt is not in the manifest',
    ],
    [
      'a manifest that was written anew',
      (all: Map<string, string>) => all.set('manifest.json', `${all.get('manifest.json')}\n`),
      'the signature is void',
    ],
  ])('product 5: %s is found', async (_what, change, fault) => {
    const entries = await bundle({ sessionNo: await spoken(world, accountId, NOTICE_TEMPLATE, 5000) });
    change(entries);
    const { status, stdout } = await verified(entries);
    expect(status).toBe(1);
    expect(stdout).toContain(fault);
  });

  test('4.3.6 a complaint has the evidence of its message, with what was said of it', async () => {
    const sessionNo = await spoken(world, accountId, NOTICE_TEMPLATE, 5000);
    const [callee] = await world.sql<{ calleeKey: Buffer; calleeMask: string }[]>`
      SELECT callee_key AS "calleeKey", callee_mask AS "calleeMask" FROM messages
      WHERE account_id = ${accountId} AND session_no = ${sessionNo}`;
    const { calleeKey = Buffer.alloc(0), calleeMask = '' } = callee ?? {};
    const complaining = {
      channel: 'portal',
      kind: 'harassment',
      calleeKey,
      calleeMask,
      words: '晚上还打',
    } as const;
    const { complaintId } = await inTransaction(world.sql, (tx) =>
      openComplaint(tx, world, { ...complaining, sessionNo, accountId }),
    );
    const entries = await bundle({ complaintId });
    expect(JSON.parse(entries.get('manifest.json') ?? '').sessionNo).toBe(sessionNo);
    expect(JSON.parse(entries.get('complaints.json') ?? '')).toMatchObject([
      { complaintId, kind: 'harassment', words: '晚上还打', answer: null },
    ]);
    await expect(bundle({ complaintId: sessionNo })).rejects.toMatchObject({ name: 'COMPLAINT_UNKNOWN' });
    await expect(bundle({})).rejects.toMatchObject({ name: 'EVIDENCE_OF' });
  });

  test('4.3.1 of another account’s message there is none', async () => {
    const other = await world.account({ cash: 1_0000n });
    const sessionNo = await spoken(world, accountId, NOTICE_TEMPLATE, 5000);
    await expect(exportEvidence(deps(), { accountId: other, sessionNo })).rejects.toThrow(
      expect.objectContaining({ name: 'MESSAGE_NOT_FOUND' }),
    );
  });
});

describe('the sampling audit', () => {
  test('4.2.7 b answered messages are drawn, what was said beside what was filed', async () => {
    const own = await world.account({ cash: 10_0000n });
    const answered = await spoken(world, own, NOTICE_TEMPLATE, 5000);
    await spoken(world, own, NOTICE_TEMPLATE, undefined);
    const drawn = await sampleMessages(deps(), { accountId: own, days: 7, count: 5 });
    expect(drawn.map(({ sessionNo }) => sessionNo)).toEqual([answered]);
    expect(drawn[0]).toMatchObject({ fits: true, recorded: false });
    expect(drawn[0]?.spoken).not.toContain('{1}');
  });

  test('4.2.3 a code is neither shown nor said: it may be good still', async () => {
    const own = await world.account({ cash: 10_0000n });
    const sessionNo = await spoken(world, own, CODE_TEMPLATE, 5000);
    const [message] = await sampleMessages(deps(), { accountId: own, days: 7, count: 1 });
    expect(message).toMatchObject({ fits: true, spoken: expect.stringMatching(/\*{4,6}/) });
    let said = '';
    const say = async (_account: string, script: unknown) => {
      said = JSON.stringify(script);
      return Buffer.from('wav');
    };
    await hearMessage(
      { ...deps(), previewer: { say } as never },
      { accountId: own, sessionNo, node: undefined },
    );
    expect(said).toMatch(/"code","text":"0{4,6}"/);
  });

  test('4.3.8 words that were not filed are seen', async () => {
    const own = await world.account({ cash: 10_0000n });
    await spoken(world, own, NOTICE_TEMPLATE, 5000);
    await world.sql`UPDATE templates SET content = content || '。' WHERE account_id = ${own} AND template_id = ${NOTICE_TEMPLATE}`;
    const [message] = await sampleMessages(deps(), { accountId: own, days: 7, count: 1 });
    expect(message?.fits).toBe(false);
  });

  test('4.3.8 a message that deviates has its template disabled with the verdict, and the customer is told why', async () => {
    const own = await world.account({ cash: 10_0000n });
    const sessionNo = await spoken(world, own, NOTICE_TEMPLATE, 5000);
    const verdict = {
      accountId: own,
      sessionNo,
      operatorId: 'op-1',
      verdict: 'deviates',
      reason: '与备案不符',
    } as const;
    await judgeSample(deps(), verdict, true);
    expect(await told(world, own)).toMatchObject([['template.blocked', { reason: '与备案不符' }]]);
    await expect(world.send(own, { templateId: NOTICE_TEMPLATE })).rejects.toThrow();
    // The second verdict meets a template that is disabled: neither it nor anything else is kept.
    await expect(judgeSample(deps(), verdict, true)).rejects.toThrow();
    const kept = await world.sql`SELECT 1 FROM message_samples WHERE account_id = ${own}`;
    expect(kept).toHaveLength(1);
  });

  test('4.2.7 b what was played is made anew from the script that is kept', async () => {
    const sessionNo = await spoken(world, accountId, NOTICE_TEMPLATE, 5000);
    const said: unknown[] = [];
    const previewer = {
      say: async (_account: string, script: unknown) => {
        said.push(script);
        return Buffer.from('wav');
      },
    };
    await hearMessage(
      { ...deps(), previewer: previewer as never },
      { accountId, sessionNo, node: undefined },
    );
    const [{ scriptSealed } = { scriptSealed: Buffer.alloc(0) }] = await world.sql<
      { scriptSealed: Buffer }[]
    >`
      SELECT script_sealed AS "scriptSealed" FROM messages WHERE account_id = ${accountId} AND session_no = ${sessionNo}`;
    expect(said).toEqual([
      { ...JSON.parse(world.vault.open(scriptSealed, `messages.script:${sessionNo}`)), plays: 1 },
    ]);
  });
});
