import { type Client, createClient } from '@herald/contract';
import { fetchWithin, readDemo, SetupError } from './installation.ts';
import type { Terminal } from './terminal.ts';
import { verifyAuditFile } from './verify-audit-file.ts';

/** Every posting is read; two million took 8 s. */
const PROVED_WITHIN_MS = 5 * 60_000;

type Options = { data?: string; url?: string };

/** Proves what the installation holds, or a file that it gave out. @returns the exit code: 1 where it is wrong */
export async function verify(terminal: Terminal, options: Options, words: string[]): Promise<number> {
  const [what, file, earlier] = words;
  if (what === 'audit' && file !== undefined) return verifyAuditFile(terminal, file, earlier);
  if (what !== 'ledger' && what !== 'audit') {
    throw new SetupError('verify needs to know what: herald verify ledger, or herald verify audit [FILE]');
  }
  const client = await logIn(terminal, options);
  try {
    return what === 'ledger' ? await verifyLedger(terminal, client) : await verifyAudit(terminal, client);
  } finally {
    await client.call('Logout', {}).catch(() => {});
  }
}

async function verifyAudit(terminal: Terminal, client: Client): Promise<number> {
  const { Chains, Records, Total, Faults } = await client.call('VerifyUVMSAuditLog', {});
  terminal.row(
    terminal.say('审计记录', 'Records'),
    `${Records} (${terminal.say('链', 'chains')}: ${Chains})`,
  );
  for (const { Chain, Seq, Fault } of Faults) {
    const chain = Chain || terminal.say('平台', 'platform');
    terminal.line(`  ${terminal.bad('✗')} ${chain} #${Seq}: ${Fault}`);
  }
  const verdict =
    Total === 0
      ? terminal.good(terminal.say('没有记录被更改或移除', 'nothing was changed or removed'))
      : terminal.bad(terminal.say(`${Total} 条链有问题`, `${Total} chains are not as they were written`));
  terminal.row(terminal.say('结论', 'Verdict'), verdict);
  return Total === 0 ? 0 : 1;
}

async function verifyLedger(terminal: Terminal, client: Client): Promise<number> {
  const { Transfers, Total, Faults } = await client.call('VerifyUVMSLedger', {});
  terminal.row(terminal.say('记账笔数', 'Transfers'), Transfers);
  for (const { AccountId, LedgerAccount, Fault } of Faults) {
    terminal.line(
      `  ${terminal.bad('✗')} ${AccountId || terminal.say('（合计）', '(all)')} ${LedgerAccount}: ${Fault}`,
    );
  }
  if (Total > Faults.length) {
    terminal.line(
      terminal.dim(terminal.say(`  另有 ${Total - Faults.length} 处`, `  and ${Total - Faults.length} more`)),
    );
  }
  const verdict =
    Total === 0
      ? terminal.good(terminal.say('余额与账单均等于记账之和', 'every balance and bill is what was posted'))
      : terminal.bad(terminal.say(`${Total} 处不符`, `${Total} faults`));
  terminal.row(terminal.say('结论', 'Verdict'), verdict);
  return Total === 0 ? 0 : 1;
}

async function logIn(terminal: Terminal, options: Options): Promise<Client> {
  const {
    HERALD_OPERATOR_EMAIL: email,
    HERALD_OPERATOR_PASSWORD: password,
    HERALD_OPERATOR_CODE: code,
  } = process.env;
  const url = options.url ?? process.env.HERALD_URL;
  const given = email && password ? { email, password } : undefined;
  if (url && !given)
    throw new SetupError('HERALD_OPERATOR_EMAIL and HERALD_OPERATOR_PASSWORD are needed with --url');
  const demo = url && given ? undefined : await readDemo(options.data, terminal.language);
  const operator = given ?? demo?.operator;
  const baseUrl = url ?? demo?.baseUrl;
  if (!operator || !baseUrl)
    throw new SetupError('HERALD_OPERATOR_EMAIL and HERALD_OPERATOR_PASSWORD are needed');
  const common = { baseUrl, language: terminal.language, fetch: fetchWithin(PROVED_WITHIN_MS) };
  const { Token: token } = await createClient({ ...common, token: undefined }).call('OperatorLogin', {
    Email: operator.email,
    Password: operator.password,
    ...(code ? { TotpCode: code } : {}),
  });
  return createClient({ ...common, token });
}
