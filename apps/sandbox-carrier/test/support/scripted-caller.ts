import { createUdpTransport } from '@herald/sip';
import { createScriptedPeer } from '@herald/sip/testkit';
import { turn } from './lab.ts';

/** A caller that sends just the requests it is told to, in one dialog. */
export interface ScriptedCaller {
  /** @param body SDP, or '' */
  request(method: string, cseq: number, body: string): void;
  /** The response to the request of this CSeq whose status line starts like that; waits for it. */
  response(cseq: number, status: string): Promise<{ body: string }>;
  close(): Promise<void>;
}

export async function createScriptedCaller(
  carrierPort: number,
  number: string,
  callId: string,
): Promise<ScriptedCaller> {
  const transport = await createUdpTransport({ host: '127.0.0.1', port: 0 });
  const peer = createScriptedPeer(transport);
  const contact = `127.0.0.1:${transport.address.port}`;
  let to = `<sip:${number}@127.0.0.1>`;
  return {
    request(method, cseq, body) {
      const lines = [
        `${method} sip:${number}@127.0.0.1 SIP/2.0`,
        // 9.1: a CANCEL has the branch of its INVITE.
        `Via: SIP/2.0/UDP ${contact};branch=z9hG4bK${method === 'CANCEL' ? 'INVITE' : method}${cseq}`,
        'From: <sip:scripted@127.0.0.1>;tag=scripted',
        `To: ${to}`,
        `Call-ID: ${callId}`,
        `CSeq: ${cseq} ${method}`,
        'Max-Forwards: 70',
        `Contact: <sip:scripted@${contact}>`,
        ...(body === '' ? [] : ['Content-Type: application/sdp']),
        `Content-Length: ${body.length}`,
        '',
        body.replaceAll('\r\n', '\n'),
      ];
      peer.send(lines.join('\n'), { address: '127.0.0.1', port: carrierPort });
    },
    async response(cseq, status) {
      const fits = (text: string): boolean =>
        text.startsWith(`SIP/2.0 ${status}`) && text.includes(`\r\nCSeq: ${cseq} `);
      let text = peer.received.find(fits);
      while (text === undefined) {
        await turn();
        text = peer.received.find(fits);
      }
      to = /^To: (.*)\r$/m.exec(text)?.[1] ?? to;
      return { body: text.slice(text.indexOf('\r\n\r\n') + 4) };
    },
    close: () => transport.close(),
  };
}
