import type { RouteObject } from 'react-router';
import { page } from '../../components/page.ts';

/** The pages of the operator's staff, below /operator. */
export const OPERATOR_ROUTES: RouteObject[] = [
  { index: true, lazy: page(() => import('./overview/overview.tsx')) },
  { path: 'reviews', lazy: page(() => import('./reviews/reviews.tsx')) },
  { path: 'reviews/:accountId/:reviewId', lazy: page(() => import('./reviews/review.tsx')) },
  { path: 'customers', lazy: page(() => import('./customers/customers.tsx')) },
  { path: 'customers/:accountId', lazy: page(() => import('./customers/customer.tsx')) },
  { path: 'audit', lazy: page(() => import('./compliance/audit.tsx')) },
  { path: 'staff', lazy: page(() => import('./platform/staff.tsx')) },
  { path: 'security', lazy: page(() => import('./platform/security.tsx')) },
];
