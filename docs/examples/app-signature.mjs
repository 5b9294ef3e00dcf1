// Calls an Action as an app, with Node alone. Settings: URL, APP_KEY, APP_SECRET.
import { createHash, createHmac, randomUUID } from 'node:crypto';

const { URL: url, APP_KEY, APP_SECRET, TIMESTAMP } = process.env;
const body = JSON.stringify({ Action: 'QueryUVMSTemplate', NumPerPage: 10 });
const timestamp = TIMESTAMP ?? String(Date.now());
const nonce = randomUUID();
const hash = createHash('sha256').update(body).digest('hex');
const text = ['POST', '/', timestamp, nonce, hash].join('\n');
const response = await fetch(`${url}/`, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    'X-Herald-App-Key': APP_KEY,
    'X-Herald-Timestamp': timestamp,
    'X-Herald-Nonce': nonce,
    'X-Herald-Signature': createHmac('sha256', APP_SECRET).update(text).digest('hex'),
  },
  body,
});
console.log(await response.text());
