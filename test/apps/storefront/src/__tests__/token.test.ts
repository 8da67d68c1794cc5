import { customerOf } from '../shop/medusa.js';

const jwt = (body: object) => `e30.${Buffer.from(JSON.stringify(body)).toString('base64url')}.signature`;

describe('a token', () => {
	it('names the customer it speaks for', () => {
		expect(customerOf(jwt({ actor_id: 'cus_1', name: 'Zoë?>' }))).toBe('cus_1');
	});

	it.each([
		['of a registration that has no customer yet', jwt({ actor_id: '' })],
		['without the claim', jwt({})],
		['that is none', 'nonsense'],
		['that is empty', ''],
	])('%s names nobody', (_what, token) => {
		expect(customerOf(token)).toBe('');
	});
});
