import { createHash } from 'node:crypto';

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.7 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif;
  color: light-dark(#1c2430, #e3e7ee); background: light-dark(#fbfbf9, #14171c); }
main { max-width: 44rem; margin: 0 auto; padding: 4rem 1.5rem; }
h1 { font-size: 1.75rem; font-weight: 600; margin: 0 0 .25rem; }
h2 { font-size: 1.05rem; font-weight: 600; margin: 2.25rem 0 .5rem; }
p { margin: .25rem 0; }
.en { color: light-dark(#5b6675, #9aa5b5); }
ol { padding-left: 1.25rem; }
li { margin: .5rem 0; }
code, pre { font: 14px/1.6 ui-monospace, Menlo, Consolas, monospace; }
pre { padding: 1rem; border-radius: 6px; overflow-x: auto;
  background: light-dark(#f0f1ec, #1d2229); }
a { color: light-dark(#0b5c8a, #7cc0ea); }
nav a { margin-right: 1.25rem; }
`;

/** What a person sees at `/`: what runs here, and how to make the first call. Static, no script. */
export const LANDING_PAGE = `<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Herald 传话</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Herald 传话</h1>
<p>这里运行着一个语音消息服务：把验证码和通知用电话说给人听。</p>
<p class="en" lang="en">A voice message service runs here: it calls people and speaks codes and notices to them.</p>

<nav aria-label="Documents">
<h2>文档 <span class="en" lang="en">Documents</span></h2>
<p><a href="/console/">控制台 Console</a> <a href="/docs">接口文档 API reference</a> <a href="/openapi.json">OpenAPI</a> <a href="/readyz">运行状态 Health</a> <a href="/agreement">服务协议 Agreement</a></p>
</nav>

<h2>第一次调用 <span class="en" lang="en">The first call</span></h2>
<ol>
<li>准备公钥与私钥。<br><span class="en" lang="en">Have your public and private key at hand.</span></li>
<li>除 Signature 外的参数按名称排序，依次拼接“名称+值”，末尾接上私钥，取 SHA-1，即为 Signature。<br>
<span class="en" lang="en">Sort all parameters but Signature by name, join each name and value, append the private key;
the SHA-1 of that, in hex, is the Signature.</span></li>
<li>发送请求：<br><span class="en" lang="en">Send it:</span></li>
</ol>
<pre><code>PUBLIC_KEY=…  PRIVATE_KEY=…
TEXT="ActionGetBalancePublicKey$PUBLIC_KEY$PRIVATE_KEY"
SIGNATURE=$(printf '%s' "$TEXT" | sha1sum | cut -d' ' -f1)
curl -G "$HERALD_URL/" -d Action=GetBalance \\
  --data-urlencode "PublicKey=$PUBLIC_KEY" -d "Signature=$SIGNATURE"</code></pre>
<p>返回 <code>"RetCode":0</code> 即为成功；其他返回码都会说明原因与下一步。HERALD_URL 是本页的地址。</p>
<p class="en" lang="en"><code>"RetCode":0</code> is success; every other code says why, and what to do next.
HERALD_URL is the address of this page.</p>
</main>
</body>
</html>
`;

/** Nothing may load but the style above. */
export const LANDING_CSP = `default-src 'none'; style-src 'sha256-${createHash('sha256')
  .update(STYLE)
  .digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
