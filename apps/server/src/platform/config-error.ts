/** What was set and cannot be used; `message` names the variable, the value and what is expected. */
export class ConfigError extends Error {}
