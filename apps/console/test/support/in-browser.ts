import { afterAll, beforeAll, describe, inject } from 'vitest';
import { hasChromium, startBrowser, type TestBrowser } from './browser.ts';

interface Login {
  readonly email: string;
  readonly password: string;
}

/** The service that all browser tests of a run use side by side, as customers do: what each needs of it is its own. */
interface SharedService {
  readonly facts: { readonly baseUrl: string; readonly owner: Login; readonly operator: Login };
  readonly dataDir: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    console: SharedService;
  }
}

/** What the tests of one file have. */
export interface Desk {
  readonly service: SharedService;
  /** A page in a profile of its own: nobody is logged in. */
  readonly open: TestBrowser['open'];
}

/** Tests with the service of this run and a browser of their own; without Chromium they are skipped. */
export function inBrowser(tests: (desk: Desk) => void): void {
  describe.skipIf(!hasChromium)(`in a browser${hasChromium ? '' : ' (skipped: no chromium)'}`, () => {
    let browser: TestBrowser;
    const service = inject('console');
    beforeAll(async () => {
      browser = await startBrowser(service.facts.baseUrl);
    });
    afterAll(async () => {
      await browser?.close();
    });
    tests({ service, open: (look) => browser.open(look) });
  });
}
