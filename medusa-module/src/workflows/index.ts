export * from './sync-order-credits';
