import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** Debian's own; another one by CHROMIUM. */
const PATH = process.env.CHROMIUM || '/usr/bin/chromium';
export const hasChromium = existsSync(PATH);

/** Pictures of pages, looked at by people after a run: those of failures always, all where PICTURES is set. */
const PICTURES = '.artefacts/console';
const ALL_PICTURES = Boolean(process.env.PICTURES);

/** Frames in which nothing new is asked for, after which a page is as it will be. */
const CALM_FRAMES = 3;

export interface TestBrowser {
  /** A page in a profile of its own, until the test is over: nobody is logged in. */
  open(options?: { width?: number; language?: 'zh-CN' | 'en-GB'; dark?: boolean }): Promise<TestPage>;
  close(): Promise<void>;
}

export interface TestPage {
  readonly page: Page;
  /** What the browser complained of: errors of scripts, and everything that the Content-Security-Policy refused. */
  readonly complaints: string[];
  /** Requests to anything but the service. */
  readonly strangers: string[];
  /** Loads a page of the console, e.g. `/records`. */
  go(path: string): Promise<void>;
  /** Goes to another page from one that is loaded, as a link does. */
  turn(path: string): Promise<void>;
  /** Waits until the page has everything that it asked for: what is pressed now stays where it is. */
  settled(): Promise<void>;
  picture(name: string): Promise<void>;
}

export async function startBrowser(baseUrl: string): Promise<TestBrowser> {
  // The sandbox of Chromium wants rights that a container does not give.
  const browser: Browser = await chromium.launch({ executablePath: PATH, args: ['--no-sandbox'] });
  let failed = 0;
  return {
    async open({ width = 1280, language = 'zh-CN', dark = false } = {}) {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        locale: language,
        timezoneId: 'Asia/Shanghai',
        colorScheme: dark ? 'dark' : 'light',
        baseURL: baseUrl,
        // Nothing glides, so that nothing is pressed where it was a moment ago.
        reducedMotion: 'reduce',
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
      const take = async (name: string) => {
        mkdirSync(PICTURES, { recursive: true });
        await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
      };
      onTestFinished(async ({ task }) => {
        if (task.result?.state === 'fail') await take(`failed-${task.id}-${++failed}`);
        await context.close();
      });
      const settled = () => page.evaluate<void>(CALM);
      return {
        page,
        complaints,
        strangers,
        async go(path) {
          await page.goto(`/console${path}`);
          await settled();
        },
        async turn(path) {
          await page.evaluate<void>(turnTo(`/console${path}`));
          await settled();
        },
        settled,
        async picture(name) {
          if (ALL_PICTURES) await take(name);
        },
      };
    },
    close: () => browser.close(),
  };
}

/** In the page: resolves when it has had a heading and no first answer on its way for some frames. */
const CALM = `(async () => {
  for (let calm = 0; calm < ${CALM_FRAMES}; ) {
    await new Promise(requestAnimationFrame);
    calm = document.querySelector('main[aria-busy=false] :is(h1, .ant-result)') ? calm + 1 : 0;
  }
})()`;

/**
 * In the page: what the browser does when somebody goes forward to an address that the console has put there. Resolves
 * when the page before is gone; another search of one page leaves it.
 */
const turnTo = (address: string) => `(async () => {
  const to = ${JSON.stringify(address)};
  const stays = new URL(to, location.href).pathname === location.pathname;
  const before = stays ? null : document.querySelector('main :is(h1, .ant-result)');
  history.pushState(null, '', to);
  dispatchEvent(new PopStateEvent('popstate'));
  while (before?.isConnected) await new Promise(requestAnimationFrame);
})()`;
