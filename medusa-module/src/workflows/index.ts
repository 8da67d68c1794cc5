export * from './create-credit-offers';
export * from './create-credit-product';
export * from './remove-credit-offers';
export * from './sync-order-credits';
export * from './update-credit-offers';
