import { setTimeout as pause } from 'node:timers/promises';
import type { AnswerEvent } from '@answerpack/shared/contract';
import { signal } from '../stack/pids.mjs';
import { customerWith, type Server, SLUGS, type Slug, stage, visitor } from './answer-stage.ts';
import { expectToldIsBooked, spentSoFar } from './told.ts';
import { leftInStrapi } from './truth.ts';
import { type Asked, ask, askUntilOver, newQuestion, stop } from './visitors.ts';

/** How many are answered at the same time. */
const VISITORS = process.env.ANSWERPACK_DEEP === '1' ? 500 : 60;
/** The model writes twenty pieces, this far apart: long enough that everybody is in the middle of it when something dies. */
const PIECE_MS = VISITORS * 2 + 80;
/** 400 tokens, in pieces of twenty. */
const TEXT = 'word '.repeat(400);
const CHUNK = TEXT.length / 20;
/** Somebody who has bought something can read two answers of the bot that counts tokens, and part of a third. */
const CREDITS = 10;

export function kills(): void {
	test(
		`${VISITORS} answers in flight while Strapi, Medusa and Postgres are killed in turn: each is paid once or not at all`,
		async () => {
			stage.model.reset();
			stage.model.onMessage(/./, { content: TEXT }, { chunkSize: CHUNK, latency: PIECE_MS });
			const before = await spentSoFar();
			const street: Street = { asked: [], over: false, urls: stage.strapis.map(({ url }) => url) };
			const people = Array.from({ length: VISITORS }, (_, n) => person(street, n));
			const everybody = Promise.all(people);
			const inFlight = () => street.asked.filter(({ events, last }) => events.length > 2 && !last).length;
			const killed: Record<string, number> = {};
			/** @param kill kills it, and brings it back */
			const inTurn = async (name: string, kill: () => Promise<unknown>) => {
				while (inFlight() < VISITORS / 2) await Promise.race([pause(50), everybody]);
				killed[name] = inFlight();
				await kill();
			};
			try {
				await inTurn('strapi', () => killAndStart(stage.strapis[0]));
				await inTurn('medusa', () => killAndStart(stage.medusa));
				await inTurn('postgres', async () => {
					await stage.shop.killPostgres();
					await stage.shop.startPostgres();
				});
				await inTurn('the other strapi', () => killAndStart(stage.strapis[1]));
			} finally {
				street.over = true;
				await everybody;
			}
			while (Object.values(await leftInStrapi()).some((count) => count > 0)) await pause(200);

			const told = await expectToldIsBooked(street.asked, before);
			console.info('in flight when it was killed:', killed, 'answers:', { asked: street.asked.length, ...told });
			// Not all of it was refused or interrupted, and not all went well.
			expect(Math.min(told.settled, told.interrupted)).toBeGreaterThan(0);
		},
		VISITORS * 1000 + 240_000,
	);
}

/** Kills a server at once, with all that belongs to it, and starts it again. */
async function killAndStart(server: Server): Promise<void> {
	signal(-server.child.pid, 'SIGKILL');
	await server.child.ended;
	server.child = await server.start();
}

interface Street {
	asked: Asked[];
	over: boolean;
	urls: string[];
}

/** Asks one question after the other, as people do: to the end, or they stop it, go away and come back, or ask twice. */
async function person(street: Street, n: number): Promise<void> {
	const bot: Slug = SLUGS[n % 2] as Slug;
	const pass = n % 4 < 2 ? visitor() : await customerWith(CREDITS, bot);
	const ways = [toTheEnd, stops, comesBack, asksTwice, toTheEnd];
	while (!street.over) {
		const asked = newQuestion({ bot, pass });
		street.asked.push(asked);
		await (ways[Math.floor(Math.random() * ways.length)] as typeof toTheEnd)(street, asked);
		if (asked.refused?.status === 402) return; // has used up what there was
	}
}

const toTheEnd = ({ urls }: Street, asked: Asked) => askUntilOver(urls, asked);

const somewhere = ({ urls }: Street) => urls[Math.floor(Math.random() * urls.length)] as string;
const lost = () => {}; // somebody is away; whoever asks again finds out

async function stops(street: Street, asked: Asked): Promise<unknown> {
	let stopping: Promise<unknown> | undefined;
	const at = 2 + Math.floor(Math.random() * 20);
	await ask(somewhere(street), asked, ({ id }: AnswerEvent) => {
		if (id === at) stopping = stop(somewhere(street), asked).catch(lost);
	}).catch(lost);
	await stopping;
	return askUntilOver(street.urls, asked);
}

async function comesBack(street: Street, asked: Asked): Promise<unknown> {
	const at = 1 + Math.floor(Math.random() * 20);
	await ask(somewhere(street), asked, ({ id }: AnswerEvent) => id < at).catch(lost);
	return askUntilOver(street.urls, asked);
}

/** A second tab, or a proxy that sends it again: the same question under the same id. */
async function asksTwice(street: Street, asked: Asked): Promise<unknown> {
	const second: Asked = { ...asked, events: [] };
	street.asked.push(second);
	return Promise.all([askUntilOver(street.urls, asked), askUntilOver(street.urls, second)]);
}
