import type { RouteObject } from 'react-router';
import { page } from '../../components/page.ts';

/** The pages of an account's members. */
export const CUSTOMER_ROUTES: RouteObject[] = [
  { index: true, lazy: page(() => import('./first-page.tsx')) },
  { path: 'start', lazy: page(() => import('./start/start.tsx')) },
  { path: 'overview', lazy: page(() => import('./overview/overview.tsx')) },
  { path: 'real-name', lazy: page(() => import('./qualification/real-name.tsx')) },
  { path: 'enterprise', lazy: page(() => import('./qualification/enterprise.tsx')) },
  { path: 'apps', lazy: page(() => import('./qualification/apps.tsx')) },
  { path: 'capabilities', lazy: page(() => import('./qualification/capabilities.tsx')) },
  { path: 'templates', lazy: page(() => import('./templates/templates.tsx')) },
  { path: 'templates/:templateId', lazy: page(() => import('./templates/edit-template.tsx')) },
  { path: 'tasks', lazy: page(() => import('./tasks/tasks.tsx')) },
  { path: 'tasks/new', lazy: page(() => import('./tasks/new-task.tsx')) },
  { path: 'tasks/:taskNo', lazy: page(() => import('./tasks/task.tsx')) },
  { path: 'records', lazy: page(() => import('./records/records.tsx')) },
  { path: 'records/:sessionNo', lazy: page(() => import('./records/records.tsx')) },
  { path: 'receipts', lazy: page(() => import('./receipts/receipts.tsx')) },
  { path: 'packages', lazy: page(() => import('./money/packages.tsx')) },
  { path: 'orders', lazy: page(() => import('./money/orders.tsx')) },
  { path: 'coupons', lazy: page(() => import('./money/coupons.tsx')) },
  { path: 'bills', lazy: page(() => import('./money/bills.tsx')) },
  { path: 'bills/:month', lazy: page(() => import('./money/bill.tsx')) },
  { path: 'alarms', lazy: page(() => import('./money/alarms.tsx')) },
  { path: 'keys', lazy: page(() => import('./developer/keys.tsx')) },
  { path: 'explorer', lazy: page(() => import('./developer/explorer.tsx')) },
  { path: 'members', lazy: page(() => import('./account/members.tsx')) },
  { path: 'security', lazy: page(() => import('./account/security.tsx')) },
  { path: 'agreement', lazy: page(() => import('./account/agreement.tsx')) },
  { path: 'notices', lazy: page(() => import('./account/inbox.tsx')) },
  { path: 'status', lazy: page(() => import('./account/status.tsx')) },
];
