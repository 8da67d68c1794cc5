export * from './funding.js';
export * from './price.js';
export * from './settings.js';
