import { streamAnswer } from './answering.js';
import { type Failure, request, toFailure } from './api.js';
import { type AnswerEvent, type Offer, type PublicBot, QUESTION_LENGTH_MAX } from './contract.js';
import type { Emit } from './events.js';
import { deserialize, type Memory, serialize } from './memory.js';
import { isIdSpent } from './retry.js';
import { type CustomerToken, createSession, type Endpoints, VISITOR } from './session.js';
import { keep, recall } from './storage.js';
import { isRunning, newTurn, type Turn, uuid } from './turn.js';

/** How long a stopped answer may take to say what it cost, before it is left alone. */
const STOP_MS_MAX = 3000;

/** Whoever shows the chat. */
export interface ChatHost {
	/** The language of the texts. */
	language: string;
	customerToken(): CustomerToken | undefined;
	emit: Emit;
	/** Something changed. */
	changed(): void;
	/** A question has come to its end, good or bad. */
	ended(turn: Turn): void;
}

export type Chat = ReturnType<typeof createChat>;

/**
 * What is known and what is going on between one visitor and one bot: the bot, who asks, the credits left, the questions
 * and their answers. No DOM in here; whoever shows it is told of changes.
 */
export function createChat(at: Endpoints, host: ChatHost) {
	const key = `answerpack:1:${at.strapi}:${at.bot}`; // 1: the form of what is kept
	const state = {
		bot: undefined as PublicBot | undefined,
		/** Why the bot could not be loaded. */
		trouble: undefined as Failure | undefined,
		/** What the customer has left; `null` for visitors, and while it is not known. */
		credits: null as number | null,
		memory: deserialize(recall('sessionStorage', key)),
	};
	const { memory } = state;
	const session = createSession(at, host.customerToken, async () => (await load()).id);
	/** The other tabs, which have used or bought credits, or are told that we have. */
	const tabs = new BroadcastChannel(key);
	tabs.onmessage = () => refreshCredits(false);
	let loading: Promise<PublicBot> | undefined;
	let answering: AbortController | undefined;
	let stopping = false;
	let refreshing = false;

	const running = () => memory.turns.find(isRunning);
	const isCustomer = () => memory.who !== VISITOR;
	const save = () => keep('sessionStorage', key, serialize(memory));

	/** The bot, asked for once. */
	function load(): Promise<PublicBot> {
		loading ??= request(`${at.strapi}/api/answerpack/bots/${encodeURIComponent(at.bot)}?language=${host.language}`)
			.then(async (response) => {
				state.bot = (await response.json()) as PublicBot;
				state.trouble = undefined;
				return state.bot;
			})
			.catch((error) => {
				loading = undefined;
				state.trouble = toFailure(error);
				throw error;
			})
			.finally(host.changed);
		return loading;
	}

	/** Opens the chat: the bot, who asks, what is left, and an answer that a page change has cut off. */
	async function start(): Promise<void> {
		// Who asks comes first: what a customer was told must not stand there for somebody else, whatever else fails.
		await Promise.all([load(), refreshCredits(false)]);
		const cutOff = running();
		if (cutOff && !answering) await run(cutOff);
	}

	/** Asks, unless an answer is still coming, or there is nothing to ask. Resolves when the answer has ended. */
	async function ask(text: string): Promise<boolean> {
		const question = text.trim();
		if (!question || question.length > QUESTION_LENGTH_MAX || running()) return false;
		const turn = newTurn(question);
		if (!host.emit('answerpack:ask', { id: turn.id, question })) return false;
		memory.turns.push(turn);
		await run(turn);
		return true;
	}

	/** Goes on where the question got stuck: under the same id, unless the server is done with that. */
	async function retry(turn: Turn): Promise<void> {
		if (running()) return;
		if (turn.failure?.id_spent) Object.assign(turn, newTurn(turn.question));
		await run(turn);
	}

	/** Stops the running answer, at the server too, which then says what it cost. */
	function stop(): void {
		const turn = running();
		if (!turn || !answering || stopping) return;
		stopping = true;
		setTimeout((controller: AbortController) => controller.abort('stopped'), STOP_MS_MAX, answering);
		sendStop(turn);
	}

	function sendStop({ id }: Turn): void {
		session.strapi(`answers/${id}/stop`, { method: 'POST', keepalive: true }).catch(() => {});
	}

	/** What is on offer for this bot, in the tag's region. */
	async function offers(): Promise<Offer[]> {
		const query = at.region ? `?region_id=${encodeURIComponent(at.region)}` : '';
		return (await session.medusa<{ offers: Offer[] }>(`offers${query}`)).offers;
	}

	/**
	 * Finds out who asks and what they have left.
	 * @param announce tells the other tabs too: something has happened here.
	 */
	async function refreshCredits(announce: boolean): Promise<number | null> {
		// Focus and visibility come together: once is enough.
		if (refreshing && !announce) return state.credits;
		refreshing = true;
		try {
			await identify();
			const { who } = memory;
			const left = isCustomer() ? (await session.medusa<{ left: number }>('credits')).left : null;
			// Whoever it was may have signed out while the shop was thinking.
			if (who === memory.who) setCredits(left);
		} catch {
			// The last known count stays; asking says what is wrong.
		}
		refreshing = false;
		if (announce) tabs.postMessage(0);
		return state.credits;
	}

	/**
	 * Sees who asks now. What a customer was told is not shown to whoever comes after.
	 * @param asked what is being asked by whoever that is.
	 */
	async function identify(asked?: Turn): Promise<void> {
		// A page that knows customers has not said yet who is here: nobody has signed out.
		if (isCustomer() && !host.customerToken()) return;
		const who = await session.who();
		if (who === memory.who) return;
		if (isCustomer()) {
			if (!asked) answering?.abort();
			memory.turns = asked ? [asked] : [];
			memory.draft = '';
		}
		Object.assign(memory, { who, conversation_id: uuid(), free: undefined } satisfies Partial<Memory>);
		setCredits(null);
		save();
		host.changed();
	}

	async function run(turn: Turn): Promise<void> {
		const controller = new AbortController();
		answering = controller;
		stopping = false;
		turn.state = turn.text ? 'streaming' : 'waiting';
		turn.failure = turn.outcome = undefined;
		save();
		host.changed();
		try {
			await load();
			await identify(turn);
			const { id, question, last_event_id } = turn;
			const { conversation_id } = memory;
			const asked = { bot: at.bot, id, question, conversation_id, language: host.language, last_event_id };
			await streamAnswer(session, asked, (event) => onEvent(turn, event), controller.signal);
		} catch (error) {
			if (!controller.signal.aborted) onFailure(turn, toFailure(error));
			// Left for another page, it stays as it is, and that page goes on.
			else if (stopping) turn.state = 'stopped';
		}
		if (answering === controller) answering = undefined;
		save();
		host.changed();
		if (!isRunning(turn)) host.ended(turn);
	}

	function onEvent(turn: Turn, { id, event, data }: AnswerEvent): void {
		turn.last_event_id = id;
		if (event === 'start') {
			turn.state = 'streaming';
			turn.sources = data.sources;
			// Told to stop before it knew this answer, the server is told again.
			if (stopping) sendStop(turn);
			save();
		} else if (event === 'delta') {
			turn.text += data.text;
		} else if (event === 'done') {
			turn.state = stopping ? 'stopped' : 'done';
			turn.outcome = data;
			if (data.pool === 'free_reserve') setFree(data.left ?? 0);
			if (data.pool === 'end_user_credits') {
				setCredits(data.left);
				tabs.postMessage(0);
			}
			host.emit('answerpack:answer', {
				id: turn.id,
				question: turn.question,
				text: turn.text,
				sources: turn.sources,
				...data,
			});
		}
		host.changed();
	}

	function onFailure(turn: Turn, failed: Failure): void {
		const { message, details, status } = failed;
		// The pass has been renewed once already: what has run out is the sign-in itself.
		const code = status === 401 ? 'customer_required' : failed.code;
		turn.state = status === 402 ? 'refused' : 'failed';
		turn.failure = { code, message, details, id_spent: isIdSpent(failed) };
		if (status === 402) {
			if (code !== 'owner_cap_reached') setFree(0);
			refreshCredits(false);
		}
		host.emit('answerpack:error', { code, message });
	}

	function setFree(left: number): void {
		memory.free = { left, day: new Date().toDateString() };
	}

	function setCredits(left: number | null): void {
		if (left === state.credits) return;
		state.credits = left;
		host.emit('answerpack:credits', { left });
		host.changed();
	}

	return {
		state,
		start,
		ask,
		retry,
		stop,
		offers,
		refreshCredits,
		save,
		running,
		isCustomer,
		emit: host.emit,
		/** Free credits left, as far as this day's answers have told. */
		freeLeft: () => (memory.free?.day === new Date().toDateString() ? memory.free.left : undefined),
		/** Lets go of everything; the server finishes a running answer, and the next page goes on reading it. */
		close() {
			save();
			answering?.abort();
			tabs.close();
		},
	};
}
