import { setTimeout as pause } from 'node:timers/promises';
import type { Held } from '../stack/probes.mjs';
import { stage } from './answer-stage.ts';
import { createNote, logInEditor } from './editor.ts';
import { person, type Street } from './street.ts';
import { expectToldIsBooked, spentSoFar } from './told.ts';
import { leftInStrapi, openHolds } from './truth.ts';

/** Ten minutes, of which a fifth is for warming up. */
const SECONDS = Number(process.env.ANSWERPACK_SOAK_SECONDS || 600);
const VISITORS = 24;
const TEXT = 'word '.repeat(400);
/** Twenty pieces, in less than half a second. */
const OPTIONS = { chunkSize: TEXT.length / 20, latency: 20 };
/** How often an editor publishes something new. */
const EDIT_MS = 3000;

/**
 * What a process may hold more after a phase than after the one before it, when everybody has gone home and the garbage is
 * collected. Code that was never run before and caches that are not full yet take some of it; an answer that is not let go
 * of takes at least ten kilobytes, and there are thousands of them in a phase.
 */
const HEAP_GROWTH_BYTES_MAX = 6 * 1024 * 1024;
/** Connections are kept for a while by whoever asks next. */
const SOCKETS_GROWTH_MAX = 20;
const TIMERS_GROWTH_MAX = 5;

/** Hours of a shop in minutes: nothing dies, but models fail, people stop, leave, come back and buy, and editors edit. */
export function soak(): void {
	test(
		`${SECONDS} s of everything: memory stays flat, nothing is lost, doubled or left over`,
		async () => {
			stage.model.reset();
			stage.model.onMessage(/./, () => (Math.random() < 0.05 ? FAILURE : { content: TEXT }), OPTIONS);
			const before = await spentSoFar();
			const street: Street = { asked: [], over: false, urls: stage.strapis.map(({ url }) => url), bought_again: 0 };
			const servers = { medusa: stage.medusa, one: stage.strapis[0], other: stage.strapis[1] };
			const publish = createNote(await logInEditor(stage.strapis[0].url, stage.shop.state), stage.bots);

			/** Everybody is busy for so long, and then goes home. @returns what each server holds then */
			const phase = async (seconds: number): Promise<Record<string, Held>> => {
				street.over = false;
				const people = Array.from({ length: VISITORS }, (_, n) => person(street, n));
				const editing = (async () => {
					for (let n = 0; !street.over; n++) {
						await publish(n);
						await pause(EDIT_MS);
					}
				})();
				await Promise.race([pause(seconds * 1000), ...people]);
				street.over = true;
				await Promise.all([...people, editing]);
				while (Object.values(await leftInStrapi()).some((count) => count > 0)) await pause(200);
				expect(await openHolds(street.asked)).toBe(0);
				return Object.fromEntries(
					await Promise.all(
						Object.entries(servers).map(async ([name, server]) => [
							name,
							await stage.probes?.heldBy(Number(server.child.pid)),
						]),
					),
				);
			};
			const warm = await phase(SECONDS / 5);
			const warm_answers = street.asked.length;
			const middle = await phase((SECONDS * 2) / 5);
			const end = await phase((SECONDS * 2) / 5);
			console.info('soak:', { seconds: SECONDS, warm_answers, answers: street.asked.length, warm, middle, end });

			const grown = (part: keyof Held, most: number) =>
				Object.keys(servers).filter((name) => Number(end[name]?.[part]) - Number(middle[name]?.[part]) > most);
			expect(grown('heap_bytes', HEAP_GROWTH_BYTES_MAX)).toEqual([]);
			expect(grown('timers', TIMERS_GROWTH_MAX)).toEqual([]);
			expect(grown('sockets', SOCKETS_GROWTH_MAX)).toEqual([]);
			const told = await expectToldIsBooked(street.asked, before);
			const { bought_again = 0 } = street;
			console.info('soak, how the answers ended:', told, { bought_again });
			expect(Math.min(told.settled, told.interrupted, bought_again)).toBeGreaterThan(0);
		},
		(SECONDS * 2 + 600) * 1000,
	);
}

const FAILURE = { error: { message: 'overloaded', type: 'server_error' }, status: 400 };
