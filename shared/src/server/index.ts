export * from './address.js';
export * from './ledger-client.js';
export * from './secrets.js';
export * from './tokens.js';
