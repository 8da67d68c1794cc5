import {
	AnswerpackError,
	type ExtendBody,
	type HoldAnswer,
	type HoldBody,
	REFUSALS,
	type ReleaseAnswer,
	type ReleaseBody,
	type SettleAnswer,
	type SettleBody,
	type Subject,
} from '@answerpack/shared/contract';
import type { Pool } from '@answerpack/shared/pools';
import { Batches } from './batches';
import { callLedger, isDataError, type Outcome } from './calls';
import { type Fundings, fundingsOf, type Use } from './fundings';
import { KnownBots } from './known-bots';
import { Places } from './places';
import type { Sql } from './queries';
import { requestHash } from './request-hash';

/** A refusal as the SQL functions tell it. */
interface Refusal {
	refused: (typeof REFUSALS)[number];
	resets_at?: string;
}

/** What the functions for holds answer instead of a result. */
interface Refused extends Outcome {
	refusals?: Refusal[];
}

export type Held = HoldAnswer & { replayed: boolean };

/** What became of a batch of holds: for each of them which funding pays, counted from 1, or what else there is to say. */
interface Reserved {
	/** When they were taken, in milliseconds since 1970. */
	at: number;
	fundings: (number | null)[];
	lefts: number[];
	others: ((Refused & Pick<HoldAnswer, 'pool' | 'left' | 'expires_at'>) | null)[] | null;
}

/** One end of a hold, as it goes into a batch. */
interface End {
	id: string;
	state: 'settled' | 'released';
	amount: number;
	/** What the model took, whoever pays for it; `null` where nobody said. */
	usage: string | null;
	hash: string;
}

type Ended = Outcome & (SettleAnswer | ReleaseAnswer);

/** The way of every answer: holds, which are taken and ended in batches ({@link Batches}). Amounts in millicredits. */
export class Holds {
	private readonly bots: KnownBots;
	private readonly reserves = new Batches<HoldBody, Refused & Held>(
		(botId, bodies) => this.reserveAll(botId, bodies),
		isDataError,
	);
	private readonly ends = new Batches<End, Ended>((botId, ends) => this.endAll(botId, ends), isDataError);

	/** @param clock the time, or `null` for the database's. */
	constructor(
		private readonly sql: Sql,
		private readonly clock: () => Date | null,
	) {
		this.bots = new KnownBots(sql);
	}

	async reserve(botId: string, body: HoldBody): Promise<Held> {
		// Postgres knows one spelling of an id; so must whoever compares them.
		return accepted(await this.reserves.add(botId, { ...body, id: body.id.toLowerCase() }));
	}

	async extend(botId: string, holdId: string, { ttl_seconds, amount }: ExtendBody): Promise<HoldAnswer> {
		const extended = await this.bots.call(botId, ({ bot: { revision, settings }, fundings }) =>
			callLedger<Refused & HoldAnswer>(this.sql, 'credits_extend', () => [
				botId,
				revision,
				settings.status === 'paused',
				settings.time_zone,
				settings.pools.owner_cap.alert_at_percent,
				fundings.all,
				fundings.names,
				holdId,
				ttl_seconds,
				amount ?? null,
				this.clock(),
			]),
		);
		return accepted(extended);
	}

	async settle(botId: string, id: string, body: SettleBody): Promise<SettleAnswer> {
		const usage = JSON.stringify(body.usage);
		return this.end(botId, { id, state: 'settled', amount: body.amount, usage, hash: endHash('settled', body) });
	}

	async release(botId: string, id: string, body: ReleaseBody): Promise<ReleaseAnswer> {
		const usage = body.usage ? JSON.stringify(body.usage) : null;
		return this.end(botId, { id, state: 'released', amount: 0, usage, hash: endHash('released', body) });
	}

	private async end<T extends SettleAnswer | ReleaseAnswer>(botId: string, end: End): Promise<T> {
		return accepted(await this.ends.add(botId, { ...end, id: end.id.toLowerCase() })) as T;
	}

	private async reserveAll(botId: string, bodies: HoldBody[]): Promise<(Refused & Held)[]> {
		const uses = new Places<Use>();
		const useOf = bodies.map(({ subject: { kind }, purpose }) => uses.of(`${kind} ${purpose}`, { kind, purpose }));
		const subjects = new Places<Subject>();
		const subjectOf = bodies.map(({ subject }) => subjects.of(`${subject.kind} ${subject.key}`, subject));
		const hashes = bodies.map(({ subject: { kind, key }, purpose, amount, ttl_seconds }) =>
			requestHash([kind, key, purpose, amount, ttl_seconds]),
		);
		return this.bots.call(botId, async ({ bot: { revision, settings } }) => {
			const fundings = fundingsOf(settings, uses.values);
			const reserved = await callLedger<Reserved>(this.sql, 'credits_reserve', (attempt) => [
				botId,
				revision,
				settings.version,
				settings.status === 'paused',
				settings.time_zone,
				settings.pools.owner_cap.alert_at_percent,
				fundings.all,
				fundings.first,
				fundings.last,
				bodies.map(({ id }) => id),
				hashes,
				useOf,
				subjectOf,
				uses.values.map(({ purpose }) => purpose),
				bodies.map(({ amount }) => amount),
				bodies.map(({ ttl_seconds }) => ttl_seconds),
				subjects.values.map(({ kind }) => kind),
				subjects.values.map(({ key }) => key),
				attempt > 1,
				null,
				null,
				this.clock(),
			]);
			return bodies.map((body, n) => held(body, n, reserved, fundings));
		});
	}

	private endAll(botId: string, ends: End[]): Promise<Ended[]> {
		return this.bots.call(botId, ({ bot: { revision, settings }, fundings }) =>
			callLedger<Ended[]>(this.sql, 'credits_end', () => [
				botId,
				revision,
				settings.time_zone,
				fundings.all,
				fundings.names,
				ends.map(({ id }) => id),
				ends.map(({ state }) => state),
				ends.map(({ amount }) => amount),
				ends.map(({ usage }) => usage),
				ends.map(({ hash }) => hash),
				this.clock(),
			]),
		);
	}
}

/** What became of the hold at place `n` of a batch. */
function held(
	body: HoldBody,
	n: number,
	{ at, fundings, lefts, others }: Reserved,
	{ pools }: Fundings,
): Refused & Held {
	const { id, amount, ttl_seconds } = body;
	const other = others?.[n];
	if (other) {
		const { pool, expires_at, left, ...refused } = other;
		return { id, pool, amount, expires_at, left, replayed: true, ...refused };
	}
	const pool = pools[(fundings[n] as number) - 1] as Pool;
	const expires_at = new Date(at + ttl_seconds * 1000).toISOString();
	return { id, pool, amount, expires_at, left: lefts[n] as number, replayed: false };
}

function endHash(state: End['state'], body: SettleBody | ReleaseBody): string {
	return requestHash({ state, ...body });
}

/** The result, or the refusal that tells the asker most: the first in the order of {@link REFUSALS}. */
function accepted<T extends object>(outcome: T & Refused): T {
	const { error, refusals } = outcome;
	if (error) throw new AnswerpackError(error);
	if (!refusals) return outcome;
	const code = REFUSALS.find((candidate) => refusals.some(({ refused }) => refused === candidate));
	// Whichever pool opens first is when it is worth asking again.
	const resets_at = refusals.flatMap((refusal) => refusal.resets_at ?? []).sort()[0];
	throw new AnswerpackError(code ?? 'not_allowed', resets_at === undefined ? undefined : { resets_at });
}
