export * from './book';
export * from './giveaways';
export * from './holds';
export * from './lots';
export * from './paying';
export * from './windows';
