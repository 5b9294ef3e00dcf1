import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export const S3_KEY = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

export interface S3Server {
  readonly url: string;
  readonly objects: Map<string, Buffer>;
  /** Answers that are given instead of what was asked for, one a request. */
  readonly faults: number[];
  /** Why requests were refused. */
  readonly refused: string[];
  close(): Promise<void>;
}

/** A bucket that takes PUT, GET and DELETE, and only what AWS Signature Version 4 says is its owner's. */
export async function startS3Server(): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  const faults: number[] = [];
  const refused: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const answer = (status: number, text: string | Buffer = '') => response.writeHead(status).end(text);
    const fault = faults.shift();
    if (fault !== undefined) return answer(fault, '<Error/>');
    const why = refusal(request, body);
    if (why) {
      refused.push(why);
      return answer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
    }
    const name = request.url ?? '';
    const object = objects.get(name);
    switch (request.method) {
      case 'PUT':
        objects.set(name, body);
        return answer(200);
      case 'GET':
        return object ? answer(200, object) : answer(404, '<Error><Code>NoSuchKey</Code></Error>');
      case 'DELETE':
        objects.delete(name);
        return answer(204);
      default:
        return answer(405);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/bucket/files`,
    objects,
    faults,
    refused,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** AWS General Reference, "Create a signed AWS API request": recomputed from what came over the wire. */
function refusal(request: IncomingMessage, body: Buffer): string | undefined {
  const { authorization = '' } = request.headers;
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization,
    );
  if (!parts) return `no signature: ${authorization}`;
  const [, keyId, day = '', region = '', signedHeaders = '', signature] = parts;
  if (keyId !== S3_KEY.accessKeyId) return 'unknown key';
  const bodyHash = String(request.headers['x-amz-content-sha256']);
  // An empty body may go unsigned; what is kept may not.
  if (request.method === 'PUT' && bodyHash !== sha256(body)) return 'another body was signed';
  const names = signedHeaders.split(';');
  if (!names.includes('host') || !names.includes('x-amz-content-sha256')) return 'too few headers are signed';
  const canonical = [
    request.method,
    request.url,
    '',
    ...names.map((name) => `${name}:${String(request.headers[name]).trim()}`),
    '',
    signedHeaders,
    bodyHash,
  ].join('\n');
  const at = String(request.headers['x-amz-date']);
  const toSign = ['AWS4-HMAC-SHA256', at, `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce(
    (under: string | Buffer, text) => hmac(under, text),
    `AWS4${S3_KEY.secretAccessKey}`,
  );
  return hmac(key, toSign).toString('hex') === signature ? undefined : 'the signature is another';
}
