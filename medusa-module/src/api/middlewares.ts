import { defineMiddlewares } from '@medusajs/framework/http';
import { guarding } from './answering';
import { requireServiceSecret } from './answerpack/service-secret';
import {
	guardCompletion,
	guardLineItem,
	guardNewCart,
	guardPaymentCollection,
	guardPaymentSession,
} from './store/credit-carts';

export default defineMiddlewares({
	routes: [
		{
			matcher: '/answerpack/*',
			methods: ['GET', 'POST', 'PUT'],
			bodyParser: false, // see json-body.ts
			middlewares: [guarding(requireServiceSecret)],
		},
		{ matcher: '/store/carts', methods: ['POST'], middlewares: [guarding(guardNewCart)] },
		{ matcher: '/store/carts/:id/line-items', methods: ['POST'], middlewares: [guarding(guardLineItem)] },
		{ matcher: '/store/carts/:id/complete', methods: ['POST'], middlewares: [guarding(guardCompletion)] },
		{ matcher: '/store/payment-collections', methods: ['POST'], middlewares: [guarding(guardPaymentCollection)] },
		{
			matcher: '/store/payment-collections/:id/payment-sessions',
			methods: ['POST'],
			middlewares: [guarding(guardPaymentSession)],
		},
	],
});
