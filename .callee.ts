import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
mkdirSync('/tmp/h/shots/callee', { recursive: true });
for (const [lang, dark] of [['zh-CN', 'light'], ['en-GB', 'dark']] as const) {
const c = await b.newContext({ viewport: { width: 360, height: 740 }, locale: lang, timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce', colorScheme: dark });
const page = await c.newPage();
await page.goto('http://127.0.0.1:28280/callee/');
await page.waitForTimeout(1500);
const shot = (n: string) => page.screenshot({ path: `/tmp/h/shots/callee/${n}-${dark}.png`, fullPage: true });
await shot('1');
const inputs = await page.locator('input').count();
console.log('inputs', inputs, await page.locator('button').allTextContents());
await page.locator('input').first().fill(lang === 'zh-CN' ? '+8613810000200' : '+8613810070200');
await page.locator('button[type=submit]').first().click();
await page.waitForTimeout(1500);
await shot('2');
console.log(await page.locator('button').allTextContents());
await c.close();
}
await b.close();
