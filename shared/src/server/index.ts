export * from './address.js';
export * from './bots-client.js';
export * from './ledger-client.js';
export * from './secrets.js';
export * from './tokens.js';
