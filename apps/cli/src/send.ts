import { type Installation, SetupError } from './installation.ts';
import type { Terminal } from './terminal.ts';
import { follow } from './watch.ts';

export async function send(
  terminal: Terminal,
  installation: Installation,
  [templateId, calledNumber, ...values]: string[],
  options: { dryRun: boolean },
): Promise<void> {
  if (!templateId || !calledNumber)
    throw new SetupError('send needs a TEMPLATE and a NUMBER (E.164, with +)');
  const answer = await installation.client.call('SendUVMSMessage', {
    CalledNumber: calledNumber,
    TemplateId: templateId,
    TemplateParams: values,
    DryRun: options.dryRun,
  });
  if (!answer.DryRun) {
    terminal.row('SessionNo', answer.SessionNo);
    await follow(terminal, installation, answer.SessionNo);
    return;
  }
  const { WouldSend, Reason, Decisions, Cost } = answer.DryRun;
  for (const { Rule, Clause, Verdict, Detail } of Decisions) {
    const mark =
      Verdict === 'pass' ? terminal.good('✓') : Verdict === 'refuse' ? terminal.bad('✗') : terminal.dim('–');
    terminal.line(`  ${mark} ${Rule.padEnd(16)} ${terminal.dim(Clause.padEnd(8))} ${Detail ?? ''}`);
  }
  if (Cost) terminal.row(terminal.say('将预留', 'Would reserve'), `${Cost.Amount} ${Cost.Commodity}`);
  terminal.row(
    terminal.say('结论', 'Verdict'),
    WouldSend ? terminal.good(terminal.say('会发送', 'it would be sent')) : terminal.bad(Reason),
  );
}
