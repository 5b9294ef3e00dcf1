/** Who the customer is: real name, enterprise, materials, apps, capabilities. */
export const QUALIFICATION_ACTIONS = {} as const;
