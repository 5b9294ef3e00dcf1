import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openCallee } from '../apps/server/test/calling/support/callee.ts';
import { bursts } from '../apps/server/test/calling/support/signal.ts';
import { placeCall, planFor, SCRIPT } from '../apps/server/test/calling/support/world.ts';
import { OTHER_RTP, startEngine } from './support/engine.ts';
import { freePort, lacking, needing, run, temporaryFolder } from './support/programs.ts';

const absent = lacking('sipp');
const CALLS = 5;
const TONE_MS = 1500;
/** SIPp's own pcap of the key 5 (RFC 4733), of Debian's package. */
const KEY_5 = '/usr/share/sip-tester/dtmf_2833_5.pcap';

const header = (more = ''): string =>
  `[last_Via:]\n[last_From:]\n[last_To:];tag=[pid]T[call_number]\n[last_Call-ID:]\n[last_CSeq:]\nContact: <sip:[local_ip]:[local_port]>\n${more}`;
const SDP = `v=0
o=sipp 7 1 IN IP[local_ip_type] [local_ip]
s=-
c=IN IP[media_ip_type] [media_ip]
t=0 0
m=audio [media_port] RTP/AVP 8 101
a=rtpmap:101 telephone-event/8000
`;
const packet = (text: string): string => `<![CDATA[\n${text}\n]]>`;
const withSdp = (start: string): string =>
  packet(`${start}\n${header('Content-Type: application/sdp\nContent-Length: [len]')}\n\n${SDP}`);

/** Answers, presses 5 as its pcap has it, and waits for the BYE. */
const CALLEE = `<?xml version="1.0" encoding="UTF-8" ?>
<scenario name="answers, presses a key, waits for BYE">
  <recv request="INVITE" crlf="true"/>
  <send retrans="500">${withSdp('SIP/2.0 200 OK')}</send>
  <recv request="ACK" crlf="true"/>
  <nop><action><exec play_pcap_audio="${KEY_5}"/></action></nop>
  <recv request="BYE" crlf="true"/>
  <send>${packet('SIP/2.0 200 OK\n[last_Via:]\n[last_From:]\n[last_To:]\n[last_Call-ID:]\n[last_CSeq:]\nContent-Length: 0')}</send>
</scenario>
`;

const request = (line: string, cseq: string, rest: string): string =>
  packet(`${line} SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: <sip:sipp@[local_ip]:[local_port]>;tag=[pid]F[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: ${cseq}
Contact: <sip:sipp@[local_ip]:[local_port]>
Max-Forwards: 70
${rest}`);

/** Calls, plays a recording of G.711 for two seconds, presses 5, hangs up. */
const CALLER = `<?xml version="1.0" encoding="UTF-8" ?>
<scenario name="calls, speaks, presses a key, hangs up">
  <send retrans="500">${request('INVITE sip:[service]@[remote_ip]:[remote_port]', '1 INVITE', `Content-Type: application/sdp\nContent-Length: [len]\n\n${SDP}`)}</send>
  <recv response="100" optional="true"/>
  <recv response="180" optional="true"/>
  <recv response="200" rtd="true"/>
  <send>${request('ACK sip:[service]@[remote_ip]:[remote_port]', '1 ACK', 'Content-Length: 0\n')}</send>
  <nop><action><exec play_pcap_audio="/usr/share/sip-tester/g711a.pcap"/></action></nop>
  <pause milliseconds="2000"/>
  <nop><action><exec play_pcap_audio="${KEY_5}"/></action></nop>
  <pause milliseconds="1000"/>
  <send retrans="500">${request('BYE sip:[service]@[remote_ip]:[remote_port]', '2 BYE', 'Content-Length: 0\n')}</send>
  <recv response="200" crlf="true"/>
</scenario>
`;

async function startSipp(scenario: string, args: readonly string[]) {
  const folder = temporaryFolder();
  const file = join(folder, 'scenario.xml');
  writeFileSync(file, scenario);
  const [port, mediaPort] = [await freePort(), await freePort()];
  const own = ['-i', '127.0.0.1', '-p', `${port}`, '-mi', '127.0.0.1', '-mp', `${mediaPort}`];
  const program = run(
    'sipp',
    ['-sf', file, ...own, '-nostdin', '-m', `${CALLS}`, '-timeout', '60s', ...args],
    {
      cwd: folder,
    },
  );
  return { port, mediaPort, exited: program.exited };
}

describe('SIPp with sound', () => {
  test.skipIf(absent)(
    needing(
      'RFC 4733 SIPp answers five calls of the engine, sends back what it hears, and its key is heard',
      'sipp',
    ),
    async () => {
      const { engine } = await startEngine({ toneMs: TONE_MS });
      const { port, exited } = await startSipp(CALLEE, ['-rtp_echo']);
      const outcomes = await Promise.all(
        Array.from({ length: CALLS }, () => placeCall(engine, planFor(port)).outcome),
      );
      for (const outcome of outcomes) {
        expect(outcome).toMatchObject({ result: 'answered', digits: '5', playsCompleted: SCRIPT.plays });
        expect(outcome.rtp?.sent).toBe((SCRIPT.plays * TONE_MS) / 20);
      }
      expect(await exited).toBe(0);
    },
  );

  test.skipIf(absent)(
    needing('RFC 3550 SIPp calls us five times, speaks and presses a key: all of it is heard', 'sipp'),
    async () => {
      const digits: string[] = [];
      const callee = await openCallee({
        rtpPortMin: OTHER_RTP[0],
        behave(line) {
          line.session.onDigit = (digit) => digits.push(digit);
          line.call.ring();
          line.answer();
        },
      });
      onTestFinished(() => callee.close());
      const { exited } = await startSipp(CALLER, ['-s', 'herald', '-r', '5', `127.0.0.1:${callee.port}`]);
      expect(await exited).toBe(0);
      expect(callee.lines).toHaveLength(CALLS);
      for (const { session, heard } of callee.lines) {
        const report = session.close();
        expect(report).toMatchObject({ lost: 0, dropped: 0 });
        expect(report.received).toBeGreaterThan(60);
        expect(bursts(heard.pcm(0)).length).toBeGreaterThan(0);
      }
      expect(digits).toEqual(Array.from({ length: CALLS }, () => '5'));
    },
  );
});
