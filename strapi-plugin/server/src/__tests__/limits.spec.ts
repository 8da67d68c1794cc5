import { type LedgerDouble, startLedgerDouble } from '../../../../test/doubles/ledger';
import { ask, type Host, SECRET, startHost } from './host';

let ledger: LedgerDouble;
let host: Host;

beforeAll(async () => {
	ledger = await startLedgerDouble({ secret: SECRET });
	host = await startHost({ medusaUrl: ledger.url, limits: 'on' });
});
afterAll(async () => {
	await host.stop();
	await ledger.down();
});

test('one address gets only so many visitor tokens, and reads when it may ask again', async () => {
	const replies = [];
	for (let n = 0; n < 40; n++) replies.push(await fetch(`${host.api}/visitors`, { method: 'POST' }));
	const refused = replies.find(({ status }) => status === 429);
	expect(replies[0]?.status).toBe(201);
	expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
	expect(await refused?.json()).toMatchObject({ error: { code: 'too_many_requests' } });
});

test('one address cannot use up the free reserve in a second', async () => {
	const question = 'How long does delivery to Austria take?';
	const replies = await Promise.all(Array.from({ length: 30 }, () => ask(host, { question })));
	const answered = replies.filter(({ status }) => status === 200);
	const refused = replies.filter(({ status }) => status === 429);
	expect(answered.length).toBeGreaterThan(0);
	expect(answered.length).toBeLessThan(10);
	expect(answered.length + refused.length).toBe(30);
});
