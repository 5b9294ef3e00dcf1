import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's own; another one by CHROMIUM. */
const PATH = process.env.CHROMIUM || '/usr/bin/chromium';
export const hasChromium = existsSync(PATH);

/** Pictures of pages, looked at by people after a run. */
const PICTURES = '.artefacts/console';

export interface TestBrowser {
  /** A page in a profile of its own: nobody is logged in. */
  open(options?: { width?: number; language?: 'zh-CN' | 'en-GB'; dark?: boolean }): Promise<TestPage>;
  close(): Promise<void>;
}

export interface TestPage {
  readonly page: Page;
  /** What the browser complained of: errors of scripts, and everything that the Content-Security-Policy refused. */
  readonly complaints: string[];
  /** Requests to anything but the service. */
  readonly strangers: string[];
  picture(name: string): Promise<void>;
}

export async function startBrowser(baseUrl: string): Promise<TestBrowser> {
  // The sandbox of Chromium wants rights that a container does not give.
  const browser: Browser = await chromium.launch({ executablePath: PATH, args: ['--no-sandbox'] });
  return {
    async open({ width = 1280, language = 'zh-CN', dark = false } = {}) {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        locale: language,
        timezoneId: 'Asia/Shanghai',
        colorScheme: dark ? 'dark' : 'light',
        baseURL: baseUrl,
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      const strangers: string[] = [];
      page.on('console', (line) => {
        if (line.type() === 'error') complaints.push(line.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(baseUrl) && !/^(?:data|blob):/.test(url)) strangers.push(url);
      });
      return {
        page,
        complaints,
        strangers,
        async picture(name) {
          mkdirSync(PICTURES, { recursive: true });
          await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
        },
      };
    },
    close: () => browser.close(),
  };
}
