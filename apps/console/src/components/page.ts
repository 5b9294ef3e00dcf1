import type { ComponentType } from 'react';

/** A route's module: it is loaded when its page is first gone to. */
export interface PageModule {
  readonly Page: ComponentType;
}

/** For a route's `lazy`. */
export const page = (load: () => Promise<PageModule>) => async () => ({ Component: (await load()).Page });
