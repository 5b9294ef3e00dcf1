import type { RouteObject } from 'react-router';
import { page } from '../../components/page.ts';

/** What somebody who is not logged in can open. Mailed links lead to reset-password and accept-invitation. */
export const ENTRY_ROUTES: RouteObject[] = [
  { path: '/login', lazy: page(() => import('./log-in.tsx')) },
  { path: '/operator-login', lazy: page(() => import('./operator-log-in.tsx')) },
  { path: '/register', lazy: page(() => import('./register.tsx')) },
  { path: '/forgot-password', lazy: page(() => import('./forgot-password.tsx')) },
  { path: '/reset-password', lazy: page(() => import('./reset-password.tsx')) },
  { path: '/accept-invitation', lazy: page(() => import('./accept-invitation.tsx')) },
  { path: '/oidc', lazy: page(() => import('./single-sign-on.tsx')) },
];
