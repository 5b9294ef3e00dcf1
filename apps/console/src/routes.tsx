import { createBrowserRouter } from 'react-router';
import { Loading } from './components/loading.tsx';
import { page } from './components/page.ts';
import { RouteFailure } from './components/route-failure.tsx';
import { CUSTOMER_ROUTES } from './pages/customer/routes.tsx';
import { ENTRY_ROUTES } from './pages/entry/routes.tsx';
import { OPERATOR_ROUTES } from './pages/operator/routes.tsx';

/** Realms are trees of their own: a customer's browser never loads the operator's pages. */
export function createRoutes(): ReturnType<typeof createBrowserRouter> {
  return createBrowserRouter(
    [
      {
        HydrateFallback: Loading,
        ErrorBoundary: RouteFailure,
        children: [
          ...ENTRY_ROUTES,
          {
            path: '/operator',
            lazy: async () => ({ Component: (await import('./shell/operator-shell.tsx')).OperatorShell }),
            children: [
              {
                ErrorBoundary: RouteFailure,
                children: [
                  ...OPERATOR_ROUTES,
                  { path: '*', lazy: page(() => import('./components/not-found.tsx')) },
                ],
              },
            ],
          },
          {
            path: '/',
            lazy: async () => ({ Component: (await import('./shell/customer-shell.tsx')).CustomerShell }),
            children: [
              {
                ErrorBoundary: RouteFailure,
                children: [
                  ...CUSTOMER_ROUTES,
                  { path: '*', lazy: page(() => import('./components/not-found.tsx')) },
                ],
              },
            ],
          },
        ],
      },
    ],
    { basename: '/console' },
  );
}
