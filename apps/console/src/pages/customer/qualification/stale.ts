/** Answers that are no longer so when the enterprise has changed. */
export const ENTERPRISE_STALE = ['GetUVMSEnterprise', 'QueryUVMSServiceGuide'] as const;
