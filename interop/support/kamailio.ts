import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, freePort, run, temporaryFolder } from './programs.ts';

export interface KamailioOptions {
  /** UDP port that calls are handed on to. */
  readonly carrierPort: number;
  /** What a caller or registrant must know; absent: everybody may. */
  readonly credentials?: { readonly username: string; readonly password: string };
}

export interface Kamailio {
  /** UDP and TCP. */
  readonly port: number;
  output(): string;
}

export const REALM = 'proxy.example';

const MODULE_FOLDERS = [
  '/usr/lib/x86_64-linux-gnu/kamailio/modules',
  '/usr/lib/aarch64-linux-gnu/kamailio/modules',
];
const moduleFolder = (): string =>
  [...MODULE_FOLDERS, '/usr/lib/kamailio/modules'].find((folder) => existsSync(join(folder, 'tm.so'))) ?? '';

export const hasKamailio = (): boolean => findProgram('kamailio') !== undefined && moduleFolder() !== '';

/**
 * A proxy on loopback that stays in the way of every request of a call (RFC 3261 16.6 step 4), challenges when asked
 * to, and is a registrar: what a carrier's edge does.
 */
export async function startKamailio(options: KamailioOptions): Promise<Kamailio> {
  const folder = temporaryFolder();
  const port = await freePort();
  const runtime = join(folder, 'run');
  mkdirSync(runtime);
  const file = join(folder, 'kamailio.cfg');
  writeFileSync(file, configuration(port, options));
  const program = run('kamailio', [
    '-f',
    file,
    '-DD',
    '-E',
    '-m',
    '32',
    '-M',
    '4',
    '-w',
    folder,
    '-Y',
    runtime,
  ]);
  await program.said(/interop: ready/);
  return { port, output: program.output };
}

function configuration(port: number, { carrierPort, credentials }: KamailioOptions): string {
  const modules = [
    'tm',
    'sl',
    'rr',
    'pv',
    'maxfwd',
    'textops',
    'siputils',
    'usrloc',
    'registrar',
    'auth',
    'xlog',
  ];
  const challenge = (header: 'proxy' | 'www'): string =>
    credentials === undefined
      ? ''
      : `if (!pv_${header}_authenticate("${REALM}", "${credentials.password}", "0") || $au != "${credentials.username}") {
      auth_challenge("${REALM}", "1");
      exit;
    }
    consume_credentials();`;
  return `#!KAMAILIO
debug=1
log_stderror=yes
children=2
tcp_children=2
auto_aliases=no
listen=udp:127.0.0.1:${port}
listen=tcp:127.0.0.1:${port}
mpath="${moduleFolder()}"
${modules.map((name) => `loadmodule "${name}.so"`).join('\n')}
modparam("registrar", "max_expires", 60)

event_route[core:worker-one-init] { xlog("L_ERR", "interop: ready\\n"); }

request_route {
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
  if (has_totag()) {
    if (loose_route()) { t_relay(); exit; }
    if (is_method("ACK") && t_check_trans()) t_relay();
    exit;
  }
  if (is_method("REGISTER")) {
    ${challenge('www')}
    save("location");
    exit;
  }
  if (is_method("INVITE")) {
    ${challenge('proxy')}
    record_route();
    if ($rU =~ "^registered") {
      if (!lookup("location")) { sl_send_reply("404", "Not Registered"); exit; }
    } else {
      # Also from TCP: the next hop is spoken to over UDP.
      $ru = "sip:" + $rU + "@127.0.0.1:${carrierPort}";
    }
    t_relay();
    exit;
  }
  sl_send_reply("405", "Method Not Allowed");
}
`;
}
