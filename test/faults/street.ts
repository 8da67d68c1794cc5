import type { AnswerEvent } from '@answerpack/shared/contract';
import { type Customer, newCustomer, SLUGS, type Slug, visitor } from './answer-stage.ts';
import { type Asked, ask, askUntilOver, newQuestion, stop } from './visitors.ts';

/** Where people ask, and what they have asked so far. */
export interface Street {
	asked: Asked[];
	over: boolean;
	urls: string[];
	/** How often credits were bought again, once they were used up; without it the free reserve pays from then on. */
	bought_again?: number;
}

/** Enough for two answers of the bot that counts tokens, and for part of a third. */
const CREDITS = 10;
/** So many events has an answer, about. */
const EVENTS = 20;

/** Asks one question after the other, as people do: to the end, or they stop it, go away and come back, or ask twice. */
export async function person(street: Street, n: number): Promise<void> {
	const bot: Slug = SLUGS[n % 2] as Slug;
	const customer: Customer | undefined = n % 4 < 2 ? undefined : newCustomer(bot);
	await customer?.give(CREDITS);
	const pass = customer?.pass ?? visitor();
	const ways = [toTheEnd, stops, comesBack, asksTwice, toTheEnd];
	while (!street.over) {
		const asked = newQuestion({ bot, pass });
		street.asked.push(asked);
		await (ways[Math.floor(Math.random() * ways.length)] as typeof toTheEnd)(street, asked);
		if (!customer || street.bought_again === undefined || !isUsedUp(asked)) continue;
		await customer.give(CREDITS);
		street.bought_again += 1;
	}
}

/** A customer's credits pay first. */
const isUsedUp = ({ last }: Asked) => last?.event === 'done' && last.data.pool === 'free_reserve';

const toTheEnd = ({ urls }: Street, asked: Asked) => askUntilOver(urls, asked);

const somewhere = ({ urls }: Street) => urls[Math.floor(Math.random() * urls.length)] as string;
const atSomeEvent = () => 1 + Math.floor(Math.random() * EVENTS);
const lost = () => {}; // somebody is away; whoever asks again finds out

async function stops(street: Street, asked: Asked): Promise<unknown> {
	let stopping: Promise<unknown> | undefined;
	const at = atSomeEvent();
	await ask(somewhere(street), asked, ({ id }: AnswerEvent) => {
		if (id === at) stopping = stop(somewhere(street), asked).catch(lost);
	}).catch(lost);
	await stopping;
	return askUntilOver(street.urls, asked);
}

async function comesBack(street: Street, asked: Asked): Promise<unknown> {
	const at = atSomeEvent();
	await ask(somewhere(street), asked, ({ id }: AnswerEvent) => id < at).catch(lost);
	return askUntilOver(street.urls, asked);
}

/** A second tab, or a proxy that sends it again: the same question under the same id. */
async function asksTwice(street: Street, asked: Asked): Promise<unknown> {
	const second: Asked = { ...asked, events: [] };
	street.asked.push(second);
	return Promise.all([askUntilOver(street.urls, asked), askUntilOver(street.urls, second)]);
}
