import { createHash } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsClient } from 'aws4fetch';
import { FileMissing, type FileStore } from './file-store.ts';

export interface S3Settings {
  /** The bucket's own address, with a folder in it if wanted: `https://s3.example.com/herald/files`. */
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const TRIES_AGAIN = 2;
const ANSWER_MS = 60_000;

/**
 * Files as objects of any storage that speaks S3. An object is there whole or not at all, by the storage's own rule;
 * what is uploaded is first gathered in `spoolFolder` (sealed, as everywhere), because S3 wants length and hash ahead.
 */
export function createS3Store(settings: S3Settings, spoolFolder: string): FileStore {
  const client = new AwsClient({
    accessKeyId: settings.accessKeyId,
    secretAccessKey: settings.secretAccessKey,
    region: settings.region,
    service: 's3',
    retries: TRIES_AGAIN,
  });
  const urlOf = (id: string) => `${settings.url.replace(/\/+$/, '')}/${encodeURIComponent(id)}`;
  const spoolOf = (id: string) => join(spoolFolder, `${encodeURIComponent(id)}.part`);
  const ask = (method: string, id: string, more: RequestInit = {}) =>
    client.fetch(urlOf(id), { method, signal: AbortSignal.timeout(ANSWER_MS), redirect: 'error', ...more });

  return {
    async put(id, content) {
      await mkdir(spoolFolder, { recursive: true, mode: 0o700 });
      const path = spoolOf(id);
      try {
        const sha256 = await spool(path, content);
        const body = await openAsBlob(path, { type: 'application/octet-stream' });
        const answer = await ask('PUT', id, { body, headers: { 'x-amz-content-sha256': sha256 } });
        await done(answer, 'PUT', id);
      } finally {
        await rm(path, { force: true });
      }
    },
    async get(id) {
      const answer = await ask('GET', id);
      if (answer.status === 404) {
        await answer.body?.cancel();
        throw new FileMissing(id);
      }
      if (!answer.ok || !answer.body) throw await failure(answer, 'GET', id);
      return answer.body;
    },
    async delete(id) {
      await rm(spoolOf(id), { force: true });
      const answer = await ask('DELETE', id);
      if (answer.status !== 404) await done(answer, 'DELETE', id);
      else await answer.body?.cancel();
    },
  };
}

/** Writes the content aside; answers its SHA-256 in hex. */
async function spool(path: string, content: AsyncIterable<Uint8Array>): Promise<string> {
  const handle = await open(path, 'wx', 0o600);
  const sha256 = createHash('sha256');
  try {
    for await (const chunk of content) {
      sha256.update(chunk);
      await handle.writeFile(chunk);
    }
    return sha256.digest('hex');
  } finally {
    await handle.close();
  }
}

async function done(answer: Response, method: string, id: string): Promise<void> {
  if (!answer.ok) throw await failure(answer, method, id);
  await answer.body?.cancel();
}

const MOST_WORDS = 500;

async function failure(answer: Response, method: string, id: string): Promise<Error> {
  const words = await answer.text().catch(() => '');
  return new Error(`file storage: ${method} ${id}: HTTP ${answer.status} ${words.slice(0, MOST_WORDS)}`);
}
