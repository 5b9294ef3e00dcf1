/** A table whose rows of an account are the account's own, and the file of its export that they are in. */
export interface OwnPlace {
  readonly file: string;
  readonly table: string;
  /** What is not the account's to know: who of the staff, over which trunk. */
  readonly without?: readonly string[];
  /** Plain columns that may hold something of a callee: left out where numbers are masked. */
  readonly callee?: readonly string[];
  /** Only rows that have something in it. */
  readonly onlyWith?: string;
}

/**
 * 4.2.10: where an account's own data is, beside its members and its send records, which are read by other means. A test
 * walks the schema, so that a table with an account is in here or left out on purpose. What is sealed in it stands in
 * sealed-places.ts; secrets and keyed hashes never leave.
 */
export const OWN_PLACES: readonly OwnPlace[] = [
  { file: 'account', table: 'accounts' },
  { file: 'projects', table: 'projects' },
  { file: 'api-keys', table: 'api_keys', without: ['leak_report'] },
  { file: 'real-name', table: 'real_names' },
  { file: 'enterprise', table: 'enterprises' },
  { file: 'enterprise-materials', table: 'enterprise_materials' },
  { file: 'qualification-history', table: 'qualification_events', without: ['by_id'] },
  { file: 'apps', table: 'apps' },
  { file: 'capabilities', table: 'capabilities' },
  { file: 'capability-applications', table: 'capability_applications' },
  { file: 'destinations', table: 'destinations' },
  { file: 'files', table: 'files', without: ['idle_since'] },
  { file: 'templates', table: 'templates' },
  { file: 'template-history', table: 'template_history', without: ['actor_id'] },
  { file: 'template-tails', table: 'spoken_tails' },
  { file: 'flows', table: 'call_flows' },
  { file: 'flow-versions', table: 'call_flow_versions', without: ['approved_by'] },
  { file: 'numbers', table: 'numbers', without: ['paused_by', 'starts', 'day', 'day_calls'] },
  { file: 'number-applications', table: 'number_applications', without: ['carrier', 'overdue_told_at'] },
  { file: 'number-answers', table: 'number_answers' },
  { file: 'number-terms', table: 'number_terms' },
  { file: 'number-rents', table: 'number_rents' },
  { file: 'number-history', table: 'number_events', without: ['by_id'] },
  { file: 'number-flows', table: 'inbound_flows' },
  { file: 'calls-in', table: 'inbound_calls', without: ['trunk_id', 'call_id'], callee: ['digits'] },
  { file: 'tasks', table: 'tasks', without: ['import_run'] },
  { file: 'receipts', table: 'receipts', without: ['media', 'trunk_id', 'call_id'], callee: ['digits'] },
  { file: 'receipt-corrections', table: 'receipt_resolutions', without: ['run_id'] },
  { file: 'statistics', table: 'send_stats' },
  { file: 'bills', table: 'bills' },
  { file: 'bill-lines', table: 'bill_lines' },
  { file: 'ledger-accounts', table: 'ledger_accounts' },
  { file: 'ledger-transfers', table: 'ledger_transfers' },
  { file: 'orders', table: 'orders' },
  { file: 'payments', table: 'payments', without: ['confirmed_by'] },
  { file: 'payment-reversals', table: 'payment_reversals', without: ['decided_by'] },
  { file: 'returned-balances', table: 'returned_balances', without: ['decided_by'] },
  { file: 'forfeitures', table: 'forfeitures', without: ['decided_by'] },
  { file: 'packages', table: 'packages' },
  { file: 'coupons', table: 'coupons', without: ['granted_by'] },
  { file: 'spend-limits', table: 'spend_limits' },
  { file: 'balance-alarms', table: 'alarms' },
  { file: 'do-not-call', table: 'do_not_call', callee: ['remark'] },
  { file: 'do-not-call-registries', table: 'do_not_call_registries' },
  { file: 'test-callees', table: 'test_callees', callee: ['remark'] },
  {
    file: 'complaints',
    table: 'complaints',
    onlyWith: 'forwarded_at',
    without: ['opened_by', 'assigned_to', 'alarmed', 'trunk_id', 'closed_by', 'told_at', 'told_how'],
    callee: ['finding'],
  },
  { file: 'sanctions', table: 'sanctions', without: ['imposed_by', 'reviewed_by', 'lifted_by'] },
  { file: 'rectifications', table: 'rectifications', without: ['opened_by', 'closed_by', 'overdue_told'] },
  { file: 'rectification-words', table: 'rectification_words', without: ['by_whom'] },
  { file: 'consents', table: 'consents' },
  { file: 'erasures', table: 'erasures', without: ['actor_id', 'looked_at'] },
  { file: 'agreement-acceptances', table: 'agreement_acceptances' },
  { file: 'agreement-refusals', table: 'agreement_refusals' },
  { file: 'notices', table: 'notices' },
  { file: 'notice-deliveries', table: 'notice_deliveries' },
  { file: 'notice-contacts', table: 'notice_contacts' },
  { file: 'notice-preferences', table: 'notice_preferences' },
  { file: 'audit-log', table: 'audit_log' },
];
