interface Call {
  readonly baseUrl: string;
  readonly action: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The same call as code, by what it is written in. Keys come from the environment: code is copied around. */
export const EXAMPLES: Readonly<Record<string, (call: Call) => string>> = {
  curl: ({ baseUrl, action, parameters }) => {
    const pairs = [['Action', action], ...parameters].map(([name, value]) => shellQuote(`${name}=${value}`));
    return `sign() { # Name=Value …: sorted by name, joined, the private key behind, SHA-1
  { printf '%s\\n' "PublicKey=$PUBLIC_KEY" "$@" | LC_ALL=C sort -t= -k1,1 | sed 's/=//' | tr -d '\\n'
    printf '%s' "$PRIVATE_KEY"; } | sha1sum | cut -d' ' -f1
}
set -- ${pairs.join(' \\\n  ')}
signature=$(sign "$@")
for pair; do set -- "$@" --data-urlencode "$pair"; shift; done
curl -s ${baseUrl}/ "$@" \\
  --data-urlencode "PublicKey=$PUBLIC_KEY" --data-urlencode "Signature=$signature"
`;
  },
  'Node.js': ({ baseUrl, action, parameters }) => `import { createHash } from 'node:crypto';

const { PUBLIC_KEY, PRIVATE_KEY } = process.env;
const parameters = ${JSON.stringify({ Action: action, PublicKey: '', ...Object.fromEntries(parameters) }, null, 2)};
parameters.PublicKey = PUBLIC_KEY;
const text = Object.keys(parameters).sort().map((name) => name + parameters[name]).join('');
const Signature = createHash('sha1').update(text + PRIVATE_KEY).digest('hex');
const response = await fetch('${baseUrl}/', {
  method: 'POST',
  body: new URLSearchParams({ ...parameters, Signature }),
});
console.log(await response.json());
`,
  Python: ({ baseUrl, action, parameters }) => `import hashlib, json, os, urllib.parse, urllib.request

parameters = ${JSON.stringify({ Action: action, ...Object.fromEntries(parameters) }, null, 4)}
parameters["PublicKey"] = os.environ["PUBLIC_KEY"]
text = "".join(name + parameters[name] for name in sorted(parameters))
signed = hashlib.sha1((text + os.environ["PRIVATE_KEY"]).encode()).hexdigest()
body = urllib.parse.urlencode({**parameters, "Signature": signed}).encode()
print(json.load(urllib.request.urlopen("${baseUrl}/", body)))
`,
  'UCloud SDK (Python)': ({ baseUrl, action, parameters }) => `import os
from ucloud.client import Client

client = Client({
    "public_key": os.environ["PUBLIC_KEY"],
    "private_key": os.environ["PRIVATE_KEY"],
    "base_url": "${baseUrl}",
})
print(client.invoke("${action}", ${JSON.stringify(Object.fromEntries(parameters), null, 4)}))
`,
};

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
