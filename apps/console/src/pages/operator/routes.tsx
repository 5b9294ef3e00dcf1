import type { RouteObject } from 'react-router';
import { page } from '../../components/page.ts';

/** The pages of the operator's staff, below /operator. */
export const OPERATOR_ROUTES: RouteObject[] = [
  { index: true, lazy: page(() => import('./overview/overview.tsx')) },
  { path: 'reviews', lazy: page(() => import('./reviews/reviews.tsx')) },
  { path: 'reviews/:accountId/:reviewId', lazy: page(() => import('./reviews/review.tsx')) },
  { path: 'customers', lazy: page(() => import('./customers/customers.tsx')) },
  { path: 'customers/:accountId', lazy: page(() => import('./customers/customer.tsx')) },
  {
    path: 'customers/:accountId/templates/:templateId',
    lazy: page(() => import('./customers/template.tsx')),
  },
  { path: 'announcements', lazy: page(() => import('./announcements/announcements.tsx')) },
  { path: 'trunks', lazy: page(() => import('./trunks/trunks.tsx')) },
  { path: 'trunks/:trunkId', lazy: page(() => import('./trunks/trunk.tsx')) },
  { path: 'narrowings', lazy: page(() => import('./trunks/narrowings.tsx')) },
  { path: 'numbers', lazy: page(() => import('./numbers/numbers.tsx')) },
  { path: 'number-applications', lazy: page(() => import('./numbers/applications.tsx')) },
  { path: 'number-applications/:applicationId', lazy: page(() => import('./numbers/application.tsx')) },
  { path: 'prices', lazy: page(() => import('./money/prices.tsx')) },
  { path: 'payments', lazy: page(() => import('./money/payments.tsx')) },
  { path: 'grants', lazy: page(() => import('./money/grants.tsx')) },
  { path: 'reconciliation', lazy: page(() => import('./money/reconciliations.tsx')) },
  { path: 'reconciliation/:runId', lazy: page(() => import('./money/reconciliation.tsx')) },
  { path: 'complaints', lazy: page(() => import('./complaints/complaints.tsx')) },
  { path: 'sanctions', lazy: page(() => import('./sanctions/sanctions.tsx')) },
  { path: 'lexicon', lazy: page(() => import('./compliance/lexicon.tsx')) },
  { path: 'do-not-call', lazy: page(() => import('./compliance/do-not-call.tsx')) },
  { path: 'agreement', lazy: page(() => import('./compliance/agreement.tsx')) },
  { path: 'sampling', lazy: page(() => import('./compliance/samples.tsx')) },
  { path: 'erasures', lazy: page(() => import('./compliance/erasures.tsx')) },
  { path: 'audit', lazy: page(() => import('./compliance/audit.tsx')) },
  { path: 'staff', lazy: page(() => import('./platform/staff.tsx')) },
  { path: 'archives', lazy: page(() => import('./platform/archives.tsx')) },
  { path: 'security', lazy: page(() => import('./platform/security.tsx')) },
];
