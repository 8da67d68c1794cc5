import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
	AnswerpackError,
	type ErrorCode,
	extendBodySchema,
	type HoldAnswer,
	type HoldBody,
	holdBodySchema,
	isAnswerpackError,
	parse,
	putBotBodySchema,
	releaseBodySchema,
	type SettleAnswer,
	settleBodySchema,
	type UsageReport,
} from '@answerpack/shared/contract';
import { type BotSettings, type Funding, fundingOrder } from '@answerpack/shared/pools';

const REFUSALS = {
	visitor: 'visitor_limit_reached',
	customer: 'credits_used_up',
	operator: 'owner_cap_reached',
} as const satisfies Record<HoldBody['subject']['kind'], ErrorCode>;

interface Hold {
	botId: string;
	body: HoldBody;
	answer: HoldAnswer;
	account: Account;
	end?: { call: string; answer: object };
}

/** What one pool of one subject, or a whole pool, has used, in millicredits. */
interface Account {
	held: number;
	spent: number;
}

export interface LedgerCall {
	method: string;
	/** `bots/<id>/holds/<id>/settle` */
	path: string;
	body: unknown;
	status: number;
}

export type LedgerDouble = Awaited<ReturnType<typeof startLedgerDouble>>;

/** @param secret the service secret that it accepts */
export async function startLedgerDouble({ secret, port = 0 }: { secret: string; port?: number }) {
	const bots = new Map<string, BotSettings>();
	const holds = new Map<string, Hold>();
	const accounts = new Map<string, Account>();
	const customers = new Map<string, number>();
	const calls: LedgerCall[] = [];
	const waiters = new Set<() => void>();
	let accepted = secret;
	let fails: ErrorCode | undefined;

	const account = (key: string): Account => {
		const known = accounts.get(key) ?? { held: 0, spent: 0 };
		accounts.set(key, known);
		return known;
	};
	const used = ({ held, spent }: Account) => held + spent;

	function putBot(botId: string, input: unknown) {
		const settings = parse(putBotBodySchema, input);
		const stored = bots.get(botId);
		if (!stored || stored.version <= settings.version) bots.set(botId, settings);
		return { bot_id: botId, version: bots.get(botId)?.version };
	}

	/** What is left of this pool for this subject. */
	function leftOf(botId: string, body: HoldBody, funding: Funding): number {
		const { kind, key } = body.subject;
		if (funding.pool === 'end_user_credits') {
			return (customers.get(`${botId} ${key}`) ?? 0) - used(account(`${botId} ${funding.pool} ${kind} ${key}`));
		}
		const whole = used(account(`${botId} ${funding.pool}`));
		const own = used(account(`${botId} ${funding.pool} ${kind} ${key}`));
		const limit = Math.min(funding.budget ?? 0, funding.share_limit ?? Number.POSITIVE_INFINITY);
		return Math.min(limit - whole, (funding.subject_limit ?? Number.POSITIVE_INFINITY) - own);
	}

	function hold(botId: string, input: unknown): HoldAnswer {
		const body = parse(holdBodySchema, input);
		const settings = bots.get(botId);
		if (!settings) throw new AnswerpackError('bot_not_found');
		const known = holds.get(body.id);
		if (known) {
			if (JSON.stringify(known.body) !== JSON.stringify(body)) throw new AnswerpackError('hold_conflict');
			return known.answer;
		}
		if (settings.status === 'paused') throw new AnswerpackError('bot_paused');
		for (const funding of fundingOrder(settings.pools, body.subject.kind, body.purpose)) {
			const left = leftOf(botId, body, funding);
			if (left < body.amount) continue;
			const own = account(`${botId} ${funding.pool} ${body.subject.kind} ${body.subject.key}`);
			own.held += body.amount;
			if (funding.pool !== 'end_user_credits') account(`${botId} ${funding.pool}`).held += body.amount;
			const expires_at = new Date(Date.now() + body.ttl_seconds * 1000).toISOString();
			const answer = { id: body.id, pool: funding.pool, amount: body.amount, expires_at, left: left - body.amount };
			holds.set(body.id, { botId, body, answer, account: own });
			return answer;
		}
		throw new AnswerpackError(REFUSALS[body.subject.kind], { resets_at: '2030-01-01T00:00:00.000Z', offers: true });
	}

	function extend(botId: string, holdId: string, input: unknown): HoldAnswer {
		const { amount } = parse(extendBodySchema, input);
		const known = holds.get(holdId);
		if (!known || known.end) throw new AnswerpackError('hold_not_found');
		const more = (amount ?? known.answer.amount) - known.answer.amount;
		if (more > known.answer.left) throw new AnswerpackError('credits_used_up', { offers: true });
		for (const one of [known.account, ...wholePool(botId, known)]) one.held += more;
		known.answer = { ...known.answer, amount: known.answer.amount + more, left: known.answer.left - more };
		return known.answer;
	}

	function end(botId: string, holdId: string, how: string, input: unknown): object {
		const body = how === 'settle' ? parse(settleBodySchema, input) : parse(releaseBodySchema, input);
		const known = holds.get(holdId);
		if (!known || !bots.has(botId)) throw new AnswerpackError('hold_not_found');
		const call = JSON.stringify([how, body]);
		if (known.end) {
			if (known.end.call !== call) throw new AnswerpackError('hold_conflict');
			return known.end.answer;
		}
		const asked = 'amount' in body ? body.amount : 0;
		const spent = Math.min(asked, known.answer.amount);
		for (const one of [known.account, ...wholePool(botId, known)]) {
			one.held -= known.answer.amount;
			one.spent += spent;
		}
		const left = known.answer.left + known.answer.amount - spent;
		const answer =
			how === 'settle' ? { spent, absorbed: asked - spent, left } : { released: known.answer.amount, left };
		known.end = { call, answer };
		return answer;
	}

	function wholePool(botId: string, { answer }: Hold): Account[] {
		return answer.pool === 'end_user_credits' ? [] : [account(`${botId} ${answer.pool}`)];
	}

	/** All that was settled, as of this day: it knows no other. */
	function usage(botId: string): UsageReport {
		const settled = [...holds.values()].filter(({ botId: of, end }) => of === botId && end && 'spent' in end.answer);
		const rows = settled.map(({ body, answer, end }) => ({
			from: new Date().toISOString().slice(0, 10),
			pool: answer.pool,
			purpose: body.purpose,
			answers: 1,
			spent: (end as { answer: SettleAnswer }).answer.spent,
		}));
		return { usage: rows };
	}

	function route(method: string, path: string, body: unknown): object {
		const [, botId = '', kind, holdId = '', how = ''] = path.split('/').map(decodeURIComponent);
		if (method === 'GET' && kind?.startsWith('usage')) return usage(botId);
		if (method === 'PUT' && !kind) return putBot(botId, body);
		if (method === 'POST' && kind === 'holds' && !holdId) return hold(botId, body);
		if (method === 'POST' && kind === 'holds' && how === 'extend') return extend(botId, holdId, body);
		if (method === 'POST' && kind === 'holds' && (how === 'settle' || how === 'release'))
			return end(botId, holdId, how, body);
		throw new AnswerpackError('invalid_request');
	}

	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const method = request.method ?? '';
		const path = (request.url ?? '').replace('/answerpack/', '');
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const body: unknown = JSON.parse(Buffer.concat(chunks).toString() || 'null');
		let status = 200;
		let answer: object;
		try {
			if (request.headers.authorization !== `Bearer ${accepted}`) throw new AnswerpackError('service_secret_wrong');
			if (fails) throw new AnswerpackError(fails);
			answer = route(method, path, body);
		} catch (error) {
			const refusal = isAnswerpackError(error) ? error : new AnswerpackError('internal');
			status = refusal.status;
			answer = refusal.toBody();
		}
		calls.push({ method, path, body, status });
		response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
		for (const wake of waiters) wake();
	}

	const server = createServer((request, response) => void handle(request, response));
	const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
	await listen(port);
	const address = server.address() as AddressInfo;

	return {
		url: `http://127.0.0.1:${address.port}`,
		bots,
		holds,
		calls,

		/** From now on it accepts this service secret, and no other. */
		accept(other: string): void {
			accepted = other;
		},

		/** From now on every call ends like this; `undefined`: as it should. */
		fail(code: ErrorCode | undefined): void {
			fails = code;
		},

		/** Gives a customer credits at a bot, in millicredits. */
		grant: (botId: string, customer: string, amount: number) => customers.set(`${botId} ${customer}`, amount),

		/** Resolves with the first call, past or to come, that `isIt` says yes to. */
		async called(isIt: (call: LedgerCall) => boolean): Promise<LedgerCall> {
			for (;;) {
				const call = calls.find(isIt);
				if (call) return call;
				await new Promise<void>((resolve) => {
					const wake = () => {
						waiters.delete(wake);
						resolve();
					};
					waiters.add(wake);
				});
			}
		},

		/** Off the network; connections are cut. */
		async down(): Promise<void> {
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			});
		},
		up: () => listen(address.port),
	};
}
