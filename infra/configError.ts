/** A setting or a key that cannot be used, in words for whoever runs the ledger. */
export class ConfigError extends Error {}
