import { type Client, createClient } from '@herald/contract';
import { fetchWithin, readDemo, SetupError } from './installation.ts';
import type { Terminal } from './terminal.ts';

/** Every posting is read; two million took 8 s. */
const PROVED_WITHIN_MS = 5 * 60_000;

/** Proves the ledger as one of the operator's staff, and logs out again. @returns the exit code: 1 where it is wrong */
export async function verify(
  terminal: Terminal,
  options: { data?: string; url?: string },
  [what]: string[],
): Promise<number> {
  if (what !== 'ledger') throw new SetupError('verify needs to know what: herald verify ledger');
  const client = await logIn(terminal, options);
  try {
    const { Transfers, Total, Faults } = await client.call('VerifyUVMSLedger', {});
    terminal.row(terminal.say('记账笔数', 'Transfers'), Transfers);
    for (const { AccountId, LedgerAccount, Fault } of Faults) {
      terminal.line(
        `  ${terminal.bad('✗')} ${AccountId || terminal.say('（合计）', '(all)')} ${LedgerAccount}: ${Fault}`,
      );
    }
    if (Total > Faults.length) {
      terminal.line(
        terminal.dim(
          terminal.say(`  另有 ${Total - Faults.length} 处`, `  and ${Total - Faults.length} more`),
        ),
      );
    }
    const verdict =
      Total === 0
        ? terminal.good(terminal.say('余额与账单均等于记账之和', 'every balance and bill is what was posted'))
        : terminal.bad(terminal.say(`${Total} 处不符`, `${Total} faults`));
    terminal.row(terminal.say('结论', 'Verdict'), verdict);
    return Total === 0 ? 0 : 1;
  } finally {
    await client.call('Logout', {}).catch(() => {});
  }
}

async function logIn(terminal: Terminal, options: { data?: string; url?: string }): Promise<Client> {
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
