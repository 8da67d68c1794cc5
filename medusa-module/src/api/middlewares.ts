import { defineMiddlewares, type MedusaRequest } from '@medusajs/framework/http';
import { guarding, handleError } from './answering';
import { requireServiceSecret } from './answerpack/service-secret';
import { shortWay } from './answerpack/short-way';
import { whileConnected } from './database';
import {
	guardCompletion,
	guardLineItem,
	guardNewCart,
	guardPaymentCollection,
	guardPaymentSession,
} from './store/credit-carts';
import { guardNewLines, guardNewOrder, guardNewPayment, guardNewSession } from './store/living-bots';

/** These look into the database. */
const guardingCart = (guard: (req: MedusaRequest) => Promise<void>) =>
	guarding((req) => whileConnected(req.scope, () => guard(req)));

export default defineMiddlewares({
	errorHandler: handleError,
	routes: [
		{
			matcher: '/answerpack/*',
			methods: ['GET', 'POST', 'PUT'],
			bodyParser: false, // see json-body.ts
			middlewares: [guarding(requireServiceSecret), shortWay],
		},
		{ matcher: '/hooks/answerpack/*', methods: ['POST'], bodyParser: false }, // signed as it came
		{
			matcher: '/store/carts',
			methods: ['POST'],
			middlewares: [guardingCart(guardNewCart), guardingCart(guardNewLines)],
		},
		{
			matcher: '/store/carts/:id/line-items',
			methods: ['POST'],
			middlewares: [guardingCart(guardLineItem), guardingCart(guardNewLines)],
		},
		{
			matcher: '/store/carts/:id/complete',
			methods: ['POST'],
			middlewares: [guardingCart(guardCompletion), guardingCart(guardNewOrder)],
		},
		{
			matcher: '/store/payment-collections',
			methods: ['POST'],
			middlewares: [guardingCart(guardPaymentCollection), guardingCart(guardNewPayment)],
		},
		{
			matcher: '/store/payment-collections/:id/payment-sessions',
			methods: ['POST'],
			middlewares: [guardingCart(guardPaymentSession), guardingCart(guardNewSession)],
		},
	],
});
