export * from './answers.js';
export * from './bots.js';
export * from './conversations.js';
export * from './errors.js';
export * from './holds.js';
export * from './plans.js';
export * from './store.js';
export * from './text.js';
