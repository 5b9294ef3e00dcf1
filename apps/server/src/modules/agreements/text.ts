import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Clauses, readClauses } from './clause-rules.ts';

const read = (name: string) => readFileSync(new URL(`./text/${name}`, import.meta.url), 'utf8');

/** What the places of a text are filled with. */
export interface Places {
  readonly operator: string;
  readonly licence: string;
  readonly console: string;
  readonly court: string;
  readonly contact: string;
}

/** Who the operator is, in both languages. */
export interface OperatorIdentity {
  readonly zh: Places;
  readonly en: Places;
}

/** Until the operator has said who he is. */
export const UNNAMED_OPERATOR: OperatorIdentity = {
  zh: {
    operator: '本平台运营方',
    licence: '以平台公示为准',
    console: '您登录本服务的网站',
    court: '运营方住所地有管辖权的人民法院',
    contact: '控制台公示的联系方式',
  },
  en: {
    operator: 'the operator of this platform',
    licence: 'as shown on the platform',
    console: 'the site where you log in to this service',
    court: 'the people’s court that has jurisdiction at the operator’s seat',
    contact: 'the address shown in the console',
  },
};

let builtIn: Clauses | undefined;

/** The text that comes with the service, its places open. It is also what an imported text is measured by. */
export function builtInClauses(): Clauses {
  builtIn ??= {
    zh: readClauses(read('agreement.zh.md'), 'zh'),
    en: readClauses(read('agreement.en.md'), 'en'),
  };
  return builtIn;
}

/** SHA-256, in hex, over every clause of both languages. */
export function hashOf({ zh, en }: Clauses): string {
  const plain = [zh, en].map((clauses) => clauses.map(({ number, title, text }) => [number, title, text]));
  return createHash('sha256').update(JSON.stringify(plain)).digest('hex');
}
