import { queryUVMSTemplate } from './query-uvms-template.ts';

/** Templates: what may be said. */
export const TEMPLATE_ACTIONS = {
  QueryUVMSTemplate: queryUVMSTemplate,
} as const;
