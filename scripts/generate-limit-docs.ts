import type { Language } from '@herald/contract';
import { LIMIT_GROUPS, LIMIT_ROWS, UNITS } from '@herald/server/platform/limit-settings.ts';
import { code, lines, table } from './generate-markdown.ts';

/** Every limit and period with its setting, as Markdown. */
export function limitsDocument(language: Language): string {
  const say = (zh: string, en: string) => (language === 'zh' ? zh : en);
  const groups = Object.entries(LIMIT_GROUPS).map(([group, words]) =>
    lines(
      '',
      `## ${words[language]}`,
      '',
      table(
        [
          say('配置项', 'Setting'),
          say('默认值', 'Default'),
          say('含义', 'Meaning'),
          say('单位', 'Unit'),
          say('范围', 'Range'),
          say('条款', 'Clause'),
        ],
        LIMIT_ROWS.filter(({ row }) => row.group === group).map(({ row }) => [
          code(row.setting),
          code([row.value].flat().join(' ')),
          row[language],
          UNITS[row.unit][language],
          `${row.least} – ${row.most}`,
          row.clause ?? '–',
        ]),
      ),
    ),
  );
  return `${lines(
    '<!-- npm run docs -->',
    say('# 限额与期限', '# Limits and periods'),
    '',
    say(
      '[English](limits.md) · [运维](operations.zh-CN.md) · 由 `platform/limit-settings.ts` 生成，请勿手改。',
      '[中文](limits.zh-CN.md) · [Operations](operations.md) · Generated from `platform/limit-settings.ts`; do not edit.',
    ),
    '',
    say(
      '平台按这些值判断。它们是默认值，可用环境变量设置，启动时读取一次；不能用的值会以一行说明结束启动。运营人员在控制台的**限额与期限**（`ListUVMSLimits`）看到现值，客户在同名页面（`QueryUVMSLimits`）看到与己有关的。已经开始计时的、已下单的，按当时的值。协议条款规定的期限（如价格提前一天公告）不在其中，不能改。',
      'What the service judges by. These are defaults; the environment sets others, read once at start, and a value that cannot be used ends the start with one line that says so. The console shows what holds under **Limits** (`ListUVMSLimits`), and customers what concerns them (`QueryUVMSLimits`). A clock that runs and an order that stands keep what held when they began. Periods that the agreement itself demands, such as a day before a price changes, are not among them and cannot be set.',
    ),
    ...groups,
  )}\n`;
}
