import { createHmac } from 'node:crypto';
import { ATTEMPTS_MAX } from '../../modules/billing/inbox';
import { workOff } from '../work-off';
import { openStage } from './stage';

// The door for Stripe's messages: what is signed and new is kept before it is answered, everything else leaves nothing behind.

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
	stage = await openStage('answerpack_plan_webhooks');
});
beforeEach(() => stage.begin());
afterAll(() => stage.close());

const kept = async () => (await stage.billing().listWebhooks({ limit: 100, offset: 0 })).webhooks;
const secret = () => stage.secret();

interface Message {
	body: string;
	signature?: string;
}

function message(object: object, { id = 'evt_1', type = 'invoice.paid', ...more }: Record<string, unknown> = {}) {
	return JSON.stringify({ id, object: 'event', type, created: 1_700_000_000, data: { object }, ...more });
}

function sign(body: string, { by = secret(), ago = 0 } = {}): string {
	const at = Math.floor(Date.now() / 1000) - ago;
	return `t=${at},v1=${createHmac('sha256', by).update(`${at}.${body}`).digest('hex')}`;
}

async function post({ body, signature }: Message) {
	const headers = { 'content-type': 'application/json', ...(signature && { 'stripe-signature': signature }) };
	const response = await fetch(stage.hook, { method: 'POST', body, headers });
	return { status: response.status, body: (await response.json()) as object };
}

const INVOICE = { object: 'invoice', id: 'in_of_nobody' };

describe('a message', () => {
	it('that is signed is kept before it is answered, and comes to its end', async () => {
		const body = message(INVOICE);
		expect(await post({ body, signature: sign(body) })).toEqual({ status: 200, body: { received: true } });
		expect(await kept()).toMatchObject([{ id: 'evt_1', kind: 'invoice', object_id: 'in_of_nobody' }]);
		await stage.workOff();
		expect(await kept()).toMatchObject([{ state: 'ignored', reason: 'there is no such invoice in this account' }]);
	});

	it.each<[string, () => Message]>([
		['without a signature', () => ({ body: message(INVOICE) })],
		['signed with another secret', () => signed(message(INVOICE), { by: 'whsec_of_somebody_else' })],
		['signed ten minutes ago', () => signed(message(INVOICE), { ago: 600 })],
		[
			'changed after it was signed',
			() => ({ body: message(INVOICE), signature: sign(message({ ...INVOICE, id: 'in_2' })) }),
		],
		[
			'whose spaces are not those that were signed',
			() => ({ body: `${message(INVOICE)} `, signature: sign(message(INVOICE)) }),
		],
		['with a signature that is none', () => ({ body: message(INVOICE), signature: 'v1=,t=' })],
	])('%s is refused, and leaves nothing behind', async (_what, make) => {
		expect(await post(make())).toMatchObject({ status: 400, body: { error: { code: 'webhook_signature_wrong' } } });
		expect(await kept()).toEqual([]);
	});

	it('that comes again, also at once, is the same message', async () => {
		const body = message(INVOICE);
		const answers = await Promise.all(Array.from({ length: 10 }, () => post({ body, signature: sign(body) })));
		expect(answers.every(({ status }) => status === 200)).toBe(true);
		expect(await kept()).toHaveLength(1);
	});

	it('of another account, or about something that plans do not know, is answered and not kept', async () => {
		const connected = message(INVOICE, { account: 'acct_other' });
		const payout = message({ object: 'payout', id: 'po_1' }, { id: 'evt_2', type: 'payout.paid' });
		for (const body of [connected, payout]) {
			expect(await post({ body, signature: sign(body) })).toMatchObject({ status: 200 });
		}
		expect(await kept()).toEqual([]);
	});

	it('signed with either secret is taken while one is replaced', async () => {
		stage.addSecret('whsec_the_next_one');
		const bodies = [message(INVOICE), message(INVOICE, { id: 'evt_2' })] as const;
		expect(await post({ body: bodies[0], signature: sign(bodies[0]) })).toMatchObject({ status: 200 });
		expect(await post(signed(bodies[1], { by: 'whsec_the_next_one' }))).toMatchObject({ status: 200 });
		expect(await kept()).toHaveLength(2);
	});

	it('of more than a megabyte is refused', async () => {
		const body = message({ ...INVOICE, padding: 'x'.repeat(1024 * 1024) });
		expect(await post({ body, signature: sign(body) })).toMatchObject({ status: 400 });
	});
});

describe('the inbox', () => {
	const hint = { id: 'evt_1', type: 'invoice.paid', kind: 'invoice', object_id: 'in_1' } as const;
	const put = async () => {
		const body = message({ object: 'invoice', id: 'in_1' });
		await stage.billing().receive(Buffer.from(body), sign(body));
	};
	const makeDue = () => stage.books.rows('update answerpack_webhook set due_at = clock_timestamp() returning id');

	it('hands each message to one worker alone', async () => {
		for (let n = 0; n < 20; n++) {
			const body = message(INVOICE, { id: `evt_${n}` });
			await stage.billing().receive(Buffer.from(body), sign(body));
		}
		const workers = Array.from({ length: 8 }, () => stage.openBilling().claimWebhooks(5));
		const claimed = (await Promise.all(workers)).flat().map(({ id }) => id);
		expect(new Set(claimed).size).toBe(claimed.length);
		const rest = await stage.openBilling().claimWebhooks(100);
		expect(claimed.length + rest.length).toBe(20);
	});

	it('begins a message only when it is its turn: waiting for a slow one is no attempt', async () => {
		for (const n of [1, 2]) {
			const body = message({ object: 'invoice', id: `in_${n}` }, { id: `evt_${n}` });
			await stage.billing().receive(Buffer.from(body), sign(body));
		}
		const attempts: number[][] = [];
		const biller = Object.create(stage.billing().biller());
		biller.invoice = async () => {
			attempts.push((await kept()).map(({ attempts }) => attempts).sort());
			return undefined;
		};
		const billing = Object.assign(Object.create(stage.billing()), { biller: () => biller });
		await workOff({ ...stage.plansBooks(), billing }, () => {});
		expect(attempts).toEqual([
			[0, 1],
			[1, 1],
		]);
	});

	it('waits longer after each failure, and then wants somebody to look', async () => {
		await put();
		const waits: number[] = [];
		for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
			await makeDue();
			const [claimed] = await stage.billing().claimWebhooks(1);
			if (!claimed) throw new Error(`nothing to claim at attempt ${attempt}`);
			await stage.billing().endWebhook(claimed, { state: 'failed', reason: 'Stripe is away' });
			const [row] = await stage.books.rows<{ seconds: number }>(
				'select round(extract(epoch from due_at - clock_timestamp()))::int as seconds from answerpack_webhook',
			);
			waits.push(row?.seconds ?? 0);
		}
		expect(waits.slice(0, 4)).toEqual([5, 10, 20, 40]);
		expect(waits.at(-1)).toBe(3600);
		expect(await kept()).toMatchObject([{ ...hint, state: 'dead', reason: 'Stripe is away', attempts: ATTEMPTS_MAX }]);
		await makeDue();
		expect(await stage.billing().claimWebhooks(1)).toEqual([]);
		await stage.billing().tryWebhookAgain('evt_1');
		expect(await stage.billing().claimWebhooks(1)).toMatchObject([{ id: 'evt_1', attempts: 1 }]);
	});

	it('gives a message of a worker that died to the next one, and lets it die after enough of them', async () => {
		await put();
		for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
			await makeDue();
			expect(await stage.billing().claimWebhooks(1)).toHaveLength(1);
		}
		await makeDue();
		expect(await stage.billing().claimWebhooks(1)).toEqual([]);
		expect(await kept()).toMatchObject([{ state: 'dead', reason: 'nobody came to its end' }]);
	});

	it('does not hear a worker that was taken for dead', async () => {
		await put();
		const [late] = await stage.billing().claimWebhooks(1);
		await makeDue();
		const [next] = await stage.billing().claimWebhooks(1);
		if (!late || !next) throw new Error('both have it');
		await stage.billing().endWebhook(late, { state: 'failed', reason: 'too late' });
		expect(await kept()).toMatchObject([{ state: 'waiting', attempts: 2, reason: null }]);
		await stage.billing().endWebhook(next, { state: 'done' });
		expect(await kept()).toMatchObject([{ state: 'done' }]);
		await expect(stage.billing().tryWebhookAgain('evt_1')).rejects.toMatchObject({ code: 'webhook_not_found' });
	});
});

function signed(body: string, how: Parameters<typeof sign>[1]): Message {
	return { body, signature: sign(body, how) };
}
