import type { LoadPage } from '../router.js';
import { cartPage } from './cart.js';
import { checkoutPage } from './checkout/index.js';
import { creditsPage } from './credits.js';
import { homePage } from './home.js';
import { myAreaPage } from './my-area/index.js';
import { notFoundPage } from './not-found.js';
import { orderPage } from './order.js';
import { productPage } from './product.js';
import { registerPage, signInPage } from './sign-in.js';
import { textPage } from './text.js';

/** Every address of the shop. */
export const routes: [pattern: string, load: LoadPage][] = [
	['/', homePage],
	['/products/:handle', productPage],
	['/credits', creditsPage],
	['/cart', cartPage],
	['/checkout', checkoutPage],
	['/order/:id', orderPage],
	['/sign-in', signInPage],
	['/register', registerPage],
	['/my-area', myAreaPage],
	['/shipping', () => textPage('shipping')],
	['/about', () => textPage('about')],
	['/demo', () => textPage('demo')],
];

export const nothingHere: LoadPage = () => notFoundPage();
