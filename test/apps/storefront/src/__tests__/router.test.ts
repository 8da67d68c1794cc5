import { matchPath, safeNext } from '../router.js';

describe('the addresses of the shop', () => {
	it.each([
		['/', '/', {}],
		['/cart', '/cart', {}],
		['/cart', '/cart/', {}],
		['/products/:handle', '/products/copper-kettle', { handle: 'copper-kettle' }],
		['/products/:handle', '/products/a%2Fb', { handle: 'a/b' }],
	])('%s fits %s', (pattern, path, params) => {
		expect(matchPath(pattern, path)).toEqual(params);
	});

	it.each([
		['/cart', '/carts'],
		['/cart', '/'],
		['/products/:handle', '/products'],
		['/products/:handle', '/products/'],
		['/products/:handle', '/products/a/b'],
		['/products/:handle', '/products/%E0%A4%A'],
	])('%s does not fit %s', (pattern, path) => {
		expect(matchPath(pattern, path)).toBeUndefined();
	});
});

describe('the way on after a log-in', () => {
	it.each(['/cart', '/checkout', '/order/order_1?x=1'])('leads to %s within the shop', (next) => {
		expect(safeNext(next)).toBe(next);
	});

	it.each([null, '', '//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', 'cart'])(
		'never leads away, as %s would',
		(next) => {
			expect(safeNext(next)).toBe('/my-area');
		},
	);
});
