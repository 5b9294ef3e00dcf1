import type { NumberApplicationState, NumberKind, VanityPattern, Words } from '@herald/contract';

export type { NumberApplicationState, NumberKind, NumberState, VanityPattern } from '@herald/contract';

export type ApplicationEvent =
  | 'edit'
  | 'submit'
  | 'withdraw'
  /** The first check gives it back. */
  | 'return'
  | 'pass'
  /** The carrier has answered. */
  | 'answer'
  | 'pay'
  /** All that was paid for is there. */
  | 'deliver'
  /** The customer does not want it any more. */
  | 'give-up'
  /** It cannot be met, or was not paid for. */
  | 'cancel';

/** draft → to review → with the carrier → to pay → provisioning → done | cancelled; whoever moves it holds its row. */
const TRANSITIONS: Readonly<
  Record<NumberApplicationState, Readonly<Partial<Record<ApplicationEvent, NumberApplicationState>>>>
> = {
  draft: { edit: 'draft', submit: 'to-review', 'give-up': 'cancelled' },
  'to-review': { withdraw: 'draft', return: 'draft', pass: 'with-carrier' },
  'with-carrier': { answer: 'to-pay', cancel: 'cancelled' },
  'to-pay': { pay: 'provisioning', 'give-up': 'cancelled', cancel: 'cancelled' },
  provisioning: { deliver: 'done', cancel: 'cancelled' },
  done: {},
  cancelled: {},
};

/** The state after an event, or undefined where the event cannot be in that state. */
export function nextApplicationState(
  state: NumberApplicationState,
  event: ApplicationEvent,
): NumberApplicationState | undefined {
  return TRANSITIONS[state][event];
}

/** The states in which an event can be. */
export function statesFor(event: ApplicationEvent): NumberApplicationState[] {
  return (Object.keys(TRANSITIONS) as NumberApplicationState[]).filter(
    (state) => TRANSITIONS[state][event] !== undefined,
  );
}

/** What is wished for in one city. */
export interface ApplicationLine {
  /** Area code with its zero; '' for numbers of the whole country. */
  readonly firstCity: string;
  readonly alternatives: readonly string[];
  readonly quantity: number;
  readonly pattern: VanityPattern | '';
}

/** What a customer fills in. */
export interface ApplicationForm {
  readonly kind: NumberKind;
  readonly templateIds: readonly string[];
  readonly peakConcurrency: number;
  readonly dailyMinutes: number;
  readonly averageSeconds: number;
  readonly lines: readonly ApplicationLine[];
}

export const MOST_LINES = 20;
export const MOST_APPLICATIONS = 500;
/** Numbers of one application. */
export const MOST_NUMBERS = 2000;

/** Numbers of these kinds belong to the whole country and to no city. */
export const isNational = (kind: NumberKind): boolean => kind === '95' || kind === '1010';

/**
 * What keeps a form from being submitted: the first fault, or undefined.
 * @param knowsCity whether there is an area code
 * @param approved of the templates it names, those that are the account's own and approved
 */
export function checkForm(
  form: ApplicationForm,
  knowsCity: (code: string) => boolean,
  approved: ReadonlySet<string>,
): Words | undefined {
  const { kind, lines, templateIds } = form;
  if (templateIds.length === 0) return words('请选择示例模板', 'name a template as an example');
  for (const templateId of templateIds) {
    if (!approved.has(templateId)) {
      return words(
        `模板 ${templateId} 不存在或未通过审核`,
        `template ${templateId} is not there or not approved`,
      );
    }
  }
  if (form.dailyMinutes % 100 !== 0) {
    return words('日均分钟数应为 100 的整数倍', 'the minutes a day are a multiple of 100');
  }
  if (lines.length === 0) return words('请至少填写一行号码需求', 'there is no line');
  if (lines.reduce((sum, { quantity }) => sum + quantity, 0) > MOST_NUMBERS) {
    return words(`号码总数超过 ${MOST_NUMBERS}`, `more than ${MOST_NUMBERS} numbers`);
  }
  for (const [index, line] of lines.entries()) {
    const problem = checkLine(kind, line, knowsCity);
    if (problem) return words(`第 ${index + 1} 行：${problem.zh}`, `line ${index + 1}: ${problem.en}`);
  }
  return undefined;
}

function checkLine(
  kind: NumberKind,
  { firstCity, alternatives, pattern }: ApplicationLine,
  knowsCity: (code: string) => boolean,
): Words | undefined {
  if (isNational(kind)) {
    if (firstCity !== '' || alternatives.length > 0) {
      return words('该类号码为全国号码，不填城市', 'numbers of this kind belong to no city; leave it out');
    }
  } else {
    for (const city of [firstCity, ...alternatives]) {
      if (!knowsCity(city))
        return words(`没有区号 ${city || '（空）'}`, `there is no area code ${city || '(empty)'}`);
    }
    if (new Set([firstCity, ...alternatives]).size <= alternatives.length) {
      return words('备选城市重复', 'a city is named twice');
    }
  }
  if (kind === 'vanity' && pattern === '')
    return words('靓号须填写号码样式', 'a vanity number needs its pattern');
  if (kind !== 'vanity' && pattern !== '')
    return words('仅靓号可填写号码样式', 'only vanity numbers have a pattern');
  return undefined;
}

/** What the carrier offers for a line; amounts in 10⁻⁴ yuan. */
export interface Offer {
  readonly line: number;
  readonly cityCode: string;
  /** Rent of one number for a month. */
  readonly monthly: bigint;
  readonly available: number;
  /** Minutes of talk a month that each number owes; 0: none. */
  readonly minimumMinutes: number;
  /** Of each minute that falls short. */
  readonly minutePrice: bigint;
}

/** What keeps the carrier's answer from being taken: the first fault, or undefined. */
export function checkOffers(form: ApplicationForm, offers: readonly Offer[]): Words | undefined {
  const seen = new Set<string>();
  for (const { line: index, cityCode, minimumMinutes, minutePrice, monthly } of offers) {
    const at = (zh: string, en: string) => words(`第 ${index} 行：${zh}`, `line ${index}: ${en}`);
    const line = form.lines[index - 1];
    if (!line) return at('申请中没有这一行', 'the application has no such line');
    if (![line.firstCity, ...line.alternatives].includes(cityCode)) {
      return at(`客户没有选择城市 ${cityCode}`, `the customer did not ask for city ${cityCode}`);
    }
    if (seen.has(`${index} ${cityCode}`)) return at('同一城市填写了两次', 'the same city is answered twice');
    seen.add(`${index} ${cityCode}`);
    if (monthly <= 0n) return at('月租应大于 0', 'the rent is above 0');
    if ((minimumMinutes === 0) !== (minutePrice === 0n)) {
      return at('最低消费须同时填写分钟数与单价', 'a minimum has both its minutes and the price of a minute');
    }
  }
  return undefined;
}

/** What a customer takes of an answer. */
export interface Choice {
  readonly answerId: string;
  readonly quantity: number;
}

/** What keeps a choice from being ordered: the first fault, or undefined. */
export function checkChoices(
  form: ApplicationForm,
  answers: readonly (Offer & { readonly answerId: string })[],
  choices: readonly Choice[],
): Words | undefined {
  if (choices.length === 0) return words('请至少选择一行', 'nothing is chosen');
  const taken = new Map<number, number>();
  for (const { answerId, quantity } of choices) {
    const answer = answers.find((one) => one.answerId === answerId);
    if (!answer) return words(`申请中没有 ${answerId}`, `the application has no ${answerId}`);
    if (quantity > answer.available) {
      return words(
        `${answerId} 仅有 ${answer.available} 个可用`,
        `of ${answerId} ${answer.available} are available`,
      );
    }
    taken.set(answer.line, (taken.get(answer.line) ?? 0) + quantity);
  }
  if (new Set(choices.map(({ answerId }) => answerId)).size < choices.length) {
    return words('同一行选择了两次', 'the same answer is chosen twice');
  }
  for (const [index, quantity] of taken) {
    const wanted = form.lines[index - 1]?.quantity ?? 0;
    if (quantity > wanted) {
      return words(
        `第 ${index} 行申请了 ${wanted} 个，选择了 ${quantity} 个`,
        `line ${index} asks for ${wanted}, ${quantity} are chosen`,
      );
    }
  }
  return undefined;
}

const words = (zh: string, en: string): Words => ({ zh, en });
