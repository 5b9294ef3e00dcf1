import { RECEIPT_ROWS, RET_CODES } from '@herald/contract';

/** The head of the reference: how to sign, how answers look, and the two tables of codes. Markdown, both languages. */
export const GUIDE = `
用电话播报验证码与通知。所有接口共用一个地址 \`/\`，以参数 \`Action\` 区分；参数可放在查询字符串、表单或 JSON 中。

Speaks codes and notices in phone calls. All Actions share the address \`/\` and are told apart by the parameter
\`Action\`; parameters come as query, form or JSON.

## 签名 Signature

1. 除 \`Signature\` 外的全部参数（含 \`Action\` 与 \`PublicKey\`）按名称排序。Sort all parameters but \`Signature\` by name.
2. 依次拼接名称与值，不加分隔符，不做 URL 编码。数组写作 \`TemplateParams.0\`、\`TemplateParams.1\`；布尔值写作
   \`true\`/\`false\`；没有小数部分的数写成整数，不用科学计数法。Join names and values without separators or URL encoding;
   arrays are flattened, booleans are \`true\`/\`false\`, numbers without a fraction are integers, never scientific.
3. 末尾接上私钥，取 SHA-1，写成小写十六进制。Append the private key and take the SHA-1 in hex.

例 Example: 公钥 public key \`ucloudsomeone@example.com1296235120854146120\`，私钥 private key
\`46f09bb9fab4f12dfc160dae12273d5332b5debe\`，\`{Action: "DescribeUHostInstance", Limit: 10, Region: "cn-bj2"}\`

\`\`\`
ActionDescribeUHostInstanceLimit10PublicKeyucloudsomeone@example.com1296235120854146120Regioncn-bj246f09bb9fab4f12dfc160dae12273d5332b5debe
→ cba5cf5ec4d4233d206b1b54951e3787350a642f
\`\`\`

账号可在 UpdateSecuritySettings 中停用这种签名。An account may switch this scheme off by UpdateSecuritySettings.

## 会话 Sessions

登录（Login、OperatorLogin）后，以 \`Authorization: Bearer 令牌\` 调用，无需签名；网页以 Cookie 携带令牌，并带上请求头
\`X-Herald-Console: customer\`（成员）或 \`operator\`（运营人员）。会话结束后返回 174。

After a log-in (Login, OperatorLogin) calls carry \`Authorization: Bearer token\` and no signature; a browser has the
token in a cookie, and sends the header \`X-Herald-Console: customer\` (members) or \`operator\` (staff). A session that
is over is answered 174.

## 返回 Answers

HTTP 状态总是 200；\`RetCode\` 为 0 表示成功，否则 \`Message\` 说明原因与下一步。请求编号在响应头 \`X-UCLOUD-REQUEST-UUID\` 中。

The HTTP status is always 200. \`RetCode\` 0 is success; otherwise \`Message\` says why and what to do next. The id of the
request is in the header \`X-UCLOUD-REQUEST-UUID\`.

## 返回码 RetCodes

| RetCode | 依据 Source | 可重试 Retry | 说明 | Meaning |
| --- | --- | --- | --- | --- |
${Object.entries(RET_CODES)
  .map(
    ([name, row]) =>
      `| ${row.code} \`${name}\` | ${row.source} | ${mark(row.retry)} | ${row.zh} | ${row.en} |`,
  )
  .join('\n')}

## 回执码 Receipt codes

\`ReceiptCode\` 是最终的 SIP 状态码，下表为其典型值；1000 及以上表示没有发起呼叫或结果未知。\`ReceiptReason\` 是固定标识。

\`ReceiptCode\` is the final SIP status, below its typical value; from 1000 on no call was made, or its result is unknown.
\`ReceiptReason\` is the stable name.

| ReceiptReason | ReceiptCode | ReceiptResult | 可重试 Retry | 计费 Charged | 说明 | Meaning |
| --- | --- | --- | --- | --- | --- | --- |
${Object.entries(RECEIPT_ROWS)
  .map(
    ([reason, row]) =>
      `| ${reason} | ${row.code} | ${row.result} | ${mark(row.retry)} | ${mark(row.chargeable)} | ${row.zh} | ${row.en} |`,
  )
  .join('\n')}
`.trim();

function mark(yes: boolean): string {
  return yes ? '是 yes' : '否 no';
}
