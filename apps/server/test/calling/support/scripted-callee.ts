import { createUdpTransport } from '@herald/sip';
import { createScriptedPeer, type ScriptedPeer } from '@herald/sip/testkit';
import { onTestFinished } from 'vitest';

/** A called side that sends the very text it is told to, over a real socket; by itself it says nothing. */
export async function openScriptedCallee(): Promise<
  ScriptedPeer & { port: number; onRequest(hear: (request: string) => void): void }
> {
  const transport = await createUdpTransport({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => transport.close());
  const peer = createScriptedPeer(transport);
  return {
    ...peer,
    port: transport.address.port,
    /** From now on each message is told as it comes. */
    onRequest(hear) {
      const keep = transport.onPacket;
      transport.onPacket = (data, from) => {
        keep?.(data, from);
        hear(peer.received.at(-1) ?? '');
      };
    },
  };
}

/** The value of a header field in a message. */
export function field(message: string, name: string): string {
  const line = message.split('\r\n').find((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim() ?? '';
}
