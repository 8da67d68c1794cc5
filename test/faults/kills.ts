import { setTimeout as pause } from 'node:timers/promises';
import { signal } from '../stack/pids.mjs';
import { DEEP, type Server, stage } from './answer-stage.ts';
import { person, type Street } from './street.ts';
import { expectToldIsBooked, spentSoFar } from './told.ts';
import { leftInStrapi } from './truth.ts';

/** How many are answered at the same time. */
const VISITORS = DEEP ? 500 : 60;
/** The model writes twenty pieces, this far apart: long enough that everybody is in the middle of it when something dies. */
const PIECE_MS = VISITORS * 2 + 80;
/** 400 tokens, in pieces of twenty. */
const TEXT = 'word '.repeat(400);
const CHUNK = TEXT.length / 20;

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
