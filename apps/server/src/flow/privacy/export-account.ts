import { HeraldError, type Language } from '@herald/contract';
import { accountExists, listMembers } from '../../modules/accounts/index.ts';
import { type FileKind, filesAfter } from '../../modules/files/index.ts';
import { maskEmail, readIdentities } from '../../modules/identities/index.ts';
import { binaryColumns, ownRows } from '../../modules/privacy/index.ts';
import { EVERY_RECORD } from '../../modules/records/index.ts';
import { primaryKey, type SealedRow } from '../../modules/sealing/index.ts';
import { formatDay } from '../../platform/beijing-time.ts';
import type { Clock } from '../../platform/clock.ts';
import { BYTE_ORDER_MARK, csvLine } from '../../platform/csv.ts';
import type { Sql } from '../../platform/db.ts';
import type { FileStore } from '../../platform/file-store.ts';
import { uuidFloor } from '../../platform/ids.ts';
import type { Vault } from '../../platform/vault.ts';
import { laterContent, measuredEntry, textContent, type ZipEntry, zipStream } from '../../platform/zip.ts';
import { readFile } from '../files/read-file.ts';
import { recordTable } from '../records/export-records.ts';
import { OWN_PLACES, type OwnPlace } from './own-places.ts';
import { SEALED_PLACES } from './sealed-places.ts';

interface ExportDeps {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly files: FileStore;
}

interface Asked {
  readonly accountId: string;
  /** Whose eyes it is for: the account's own, or the staff's, for whom people are masked (4.3.1). */
  readonly reader: 'owner' | 'staff';
  /** Whether called numbers, and what callees said, are whole. */
  readonly numbers: boolean;
  readonly language: Language;
}

const ROWS_AT_ONCE = 200;

const README = `本文件是一个账号自己的全部数据（服务协议 4.2.10）。This is all data that is an account's own (agreement 4.2.10).

*.jsonl           每行一条 JSON 记录，以 UTC 时间表示 / a JSON record a line
send-records.csv  发送记录 / send records
files/            上传的文件与录音，按种类 / files that were uploaded, and recordings, by their kind
manifest.json     各文件的行数或字节数与 SHA-256 / rows or bytes, and SHA-256, of every file

金额（CNY）以 0.0001 元为单位。Money (CNY) is in units of 0.0001 yuan.
密钥、密码与带密钥的摘要不在其中。Secrets, passwords and keyed hashes are not in it.
导出期间服务照常运行：各文件是读取时的内容。The service ran on meanwhile: each file is as it was when it was read.
`;

/**
 * All that is an account's own as one ZIP, made as it is read, a page of rows at a time; its manifest comes last and
 * names the rows and the SHA-256 of every file. It changes nothing, and is there for as long as the account's rows are:
 * a terminated account has them until they are erased (4.2.10).
 * @throws HeraldError ACCOUNT_UNKNOWN
 */
export async function exportAccount(
  deps: ExportDeps,
  asked: Asked,
): Promise<{ name: string; mime: string; size: undefined; content: AsyncIterable<Uint8Array> }> {
  const { accountId } = asked;
  if (!(await accountExists(deps.sql, accountId))) throw new HeraldError('ACCOUNT_UNKNOWN', { accountId });
  const exportedAt = deps.clock.now();
  const files: { name: string; rows?: number; bytes?: number; sha256: string }[] = [];
  const counted = (name: string, pages: AsyncIterable<readonly string[]>, head = 0): ZipEntry => {
    let rows = -head;
    async function* content(): AsyncGenerator<Uint8Array, void> {
      for await (const lines of pages) {
        rows += lines.length;
        yield Buffer.from(lines.join(''));
      }
    }
    return measuredEntry({ name, content: content() }, ({ sha256 }) => files.push({ name, rows, sha256 }));
  };
  const manifest = () =>
    `${JSON.stringify(
      {
        ...{ format: 'herald.account.v1', accountId, exportedAt },
        ...{ numbers: asked.numbers ? 'whole' : 'masked', files },
      },
      null,
      2,
    )}\n`;
  async function* entries(): AsyncGenerator<ZipEntry, void> {
    yield { name: 'README.txt', content: textContent(README) };
    yield counted('members.jsonl', memberLines(deps, asked));
    for (const place of OWN_PLACES) yield counted(`${place.file}.jsonl`, ownLines(deps, asked, place));
    yield counted('send-records.csv', recordLines(deps, asked), 1);
    for await (const file of ownFiles(deps, asked)) yield measuredEntry(file, (passed) => files.push(passed));
    yield { name: 'manifest.json', content: laterContent(manifest) };
  }
  return {
    name: `account-${accountId}-${formatDay(exportedAt)}.zip`,
    mime: 'application/zip',
    size: undefined,
    content: zipStream(entries(), { at: new Date(exportedAt) }),
  };
}

/** Kinds of files that hold no callee; lists have their numbers, recordings their voices. */
const WITHOUT_CALLEES: readonly FileKind[] = ['material', 'audio'];
const ALL_KINDS: readonly FileKind[] = [...WITHOUT_CALLEES, 'list', 'recording'];

/** Contents of files, opened one after the other, while the ZIP is read; one that goes meanwhile is left out. */
async function* ownFiles(deps: ExportDeps, { accountId, numbers }: Asked): AsyncGenerator<ZipEntry, void> {
  const kinds = numbers ? ALL_KINDS : WITHOUT_CALLEES;
  for (let after: string | undefined; ; ) {
    const page = await filesAfter(deps.sql, { accountId, kinds, after, limit: ROWS_AT_ONCE });
    for (const fileId of page) {
      try {
        const { kind, name, content } = await readFile(deps, { accountId, fileId });
        yield { name: `files/${kind}/${fileId}-${name}`, content };
      } catch (error) {
        if (!(error instanceof HeraldError && error.name === 'FILE_NOT_FOUND')) throw error;
      }
    }
    after = page.at(-1);
    if (page.length < ROWS_AT_ONCE) return;
  }
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`;

async function* memberLines({ sql, vault }: ExportDeps, { accountId, reader }: Asked) {
  const members = await listMembers(sql, vault, accountId);
  const ids = members.flatMap(({ identityId }) => identityId ?? []);
  const identities = await readIdentities(sql, vault, ids);
  yield members.map(({ identityId, invitedEmail, ...member }) => {
    const identity = identityId === null ? undefined : identities.get(identityId);
    const email = identity?.email ?? invitedEmail ?? '';
    return line({
      ...member,
      ...(reader === 'owner' ? { email, name: identity?.name ?? '' } : { email: maskEmail(email) }),
    });
  });
}

async function* recordLines(deps: ExportDeps, { accountId, numbers, language }: Asked) {
  const until = uuidFloor(deps.clock.now() + 1000);
  const filter = { ...EVERY_RECORD, accountId, from: uuidFloor(0), until };
  const most = Number.POSITIVE_INFINITY;
  let mark = BYTE_ORDER_MARK;
  for await (const rows of recordTable(deps, { filter, masked: !numbers, language, most })) {
    yield rows.map((row, nth) => (nth === 0 ? mark : '') + csvLine(row));
    mark = '';
  }
}

/** The rows of a place, opened for who reads them. */
async function* ownLines(
  { sql, vault }: ExportDeps,
  { accountId, reader, numbers }: Asked,
  { table, without = [], callee = [], onlyWith }: OwnPlace,
): AsyncGenerator<string[], void> {
  const sealed = Object.entries(SEALED_PLACES.find((place) => place.table === table)?.columns ?? {});
  const shown = { callee: numbers, person: reader === 'owner', customer: true, secret: false };
  const opened = sealed.filter(([, { holds }]) => shown[holds]);
  const binary = (await binaryColumns(sql, table)).filter((name) => !opened.some(([open]) => open === name));
  const place = {
    ...{ table, onlyWith, key: await primaryKey(sql, table) },
    without: [...without, ...binary, ...(numbers ? [] : callee)],
  };
  for (let after: string[] | undefined; ; ) {
    const rows = await ownRows(sql, place, { accountId, after, limit: ROWS_AT_ONCE });
    yield rows.map(({ row }) => {
      const plain = { ...row };
      for (const [name, { context }] of opened) {
        delete plain[name];
        const bytes = row[name];
        if (typeof bytes !== 'string') continue;
        const text = vault.open(Buffer.from(bytes.slice(2), 'hex'), context(row as SealedRow));
        plain[name.replace(/_sealed$/, '')] = text;
      }
      return line(plain);
    });
    after = rows.at(-1)?.key;
    if (rows.length < ROWS_AT_ONCE) return;
  }
}
