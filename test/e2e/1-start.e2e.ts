import { stack, stage } from './stage.ts';

// What `npm start` promises to whoever has run it.

test('the last line is READY with everything that is needed to go on', () => {
	expect(stage.lines.at(-1)).toBe(`READY ${JSON.stringify(stack)}`);
	const http = expect.stringMatching(/^http:\/\/localhost:\d+(\/app|\/admin)?$/);
	expect(stack).toEqual({
		storefront: http,
		medusa: http,
		medusa_admin: http,
		strapi: http,
		strapi_admin: http,
		admin_email: expect.stringContaining('@'),
		admin_password: expect.stringMatching(/.{12,}/),
		publishable_key: expect.stringMatching(/^pk_/),
		bot_slug: 'shop-help',
		bot_id: expect.stringMatching(/^[a-z0-9]{24}$/),
		service_secret: expect.stringMatching(/^[0-9a-f]{64}$/),
		stripe: http,
	});
});

test('progress was visible: what was done and how long it took', () => {
	const done = stage.lines.filter((line) => /✓ .*\(\d+\.\d s\)/.test(line)).join('\n');
	for (const part of ['Postgres', 'Medusa: migrated', 'Medusa: up', 'Strapi: up', 'Storefront: up']) {
		expect(done).toContain(part);
	}
	expect(stage.lines.join('\n')).toMatch(/a visitor can ask now/);
});

test('a table of addresses and log-ins stands above it', () => {
	const output = stage.lines.slice(0, -1).join('\n');
	for (const key of [
		'storefront',
		'medusa_admin',
		'strapi_admin',
		'stripe',
		'admin_email',
		'admin_password',
	] as const) {
		expect(output).toContain(stack[key]);
	}
});

test.each(['storefront', 'medusa_admin', 'strapi_admin'] as const)('%s is there', async (key) => {
	const response = await fetch(stack[key]);
	expect(response.status).toBe(200);
	expect(response.headers.get('content-type')).toContain('text/html');
	expect(await response.text()).toContain('<script');
});

test.each(['storefront', 'medusa', 'strapi', 'stripe'] as const)('%s listens on loopback only', async (key) => {
	const { networkInterfaces } = await import('node:os');
	const others = Object.values(networkInterfaces())
		.flat()
		.filter((address) => address && !address.internal && address.family === 'IPv4');
	for (const other of others) {
		await expect(fetch(`http://${other?.address}:${new URL(String(stack[key])).port}/`)).rejects.toThrow();
	}
});
