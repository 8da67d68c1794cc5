import { streamAnswer } from './answering.js';
import { type Failure, post, request, toFailure } from './api.js';
import { type AnswerEvent, type Offer, type PublicBot, QUESTION_LENGTH_MAX, type RefusalDetails } from './contract.js';
import type { Emit } from './events.js';
import { type Conversation, deserialize, newConversation, serialize } from './memory.js';
import { isIdSpent, isTransient } from './retry.js';
import { type CustomerToken, createSession, type Endpoints, VISITOR } from './session.js';
import { keep, recall } from './storage.js';
import { expectTexts } from './texts.js';
import { isRunning, newTurn, type Turn } from './turn.js';

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
export function createChat(at: Endpoints, { language, customerToken, emit, changed, ended }: ChatHost) {
	const key = `answerpack:2:${at.strapi}:${at.bot}`; // 2: the form of what is kept
	const kept = () => deserialize(recall(key));
	const memory = kept();
	const chat = {
		about: undefined as PublicBot | undefined,
		/** Why the bot could not be loaded, until it is. */
		trouble: undefined as Failure | undefined,
		/** True once it is known who is here: what a customer was told is shown to nobody before. */
		known: false,
		memory,
		/** The conversation that is gone on with. */
		shown: memory.conversations[0] ?? newConversation(),
		/** What can be bought: asked for when it is first needed, `null` until the shop answers, `false` when it does not. */
		onSale: undefined as Offer[] | null | false | undefined,
		begin,
		goOn,
		show,
		remove,
		ask,
		retry,
		stop,
		rate,
		loadOffers,
		createCart,
		refresh,
		adopt,
		save,
		running,
		isCustomer,
		emit,
		/** Lets go of everything; the server finishes a running answer, and the next page goes on reading it. */
		close() {
			save();
			answering?.abort();
		},
	};
	const session = createSession(at, customerToken, async () => (await load()).id);
	let loading: Promise<PublicBot> | undefined;
	let answering: AbortController | undefined;
	let stopping = false;

	function running(): Turn | undefined {
		return chat.shown.turns.find(isRunning);
	}

	function isCustomer(): boolean {
		return memory.who !== VISITOR;
	}

	/** Keeps this conversation and what is known, beside the conversations of other tabs; but for `gone`. */
	function save(gone?: Conversation): void {
		memory.conversations = kept().conversations.filter((each) => each.id !== chat.shown.id && each.id !== gone?.id);
		if (chat.shown.turns[0] || chat.shown.draft) memory.conversations.unshift(chat.shown);
		keep(key, serialize(memory));
		changed();
	}

	/** Another tab has asked, bought, signed out, or deleted something. */
	function adopt(event: StorageEvent): void {
		if (event.key !== key) return;
		const { who, credits: left } = memory;

		Object.assign(memory, deserialize(event.newValue));
		if (left !== memory.credits) emit('credits', { left: memory.credits });
		const same = memory.conversations.find((each) => each.id === chat.shown.id);
		if (same) {
			same.draft = chat.shown.draft;
			// It may have been kept before the end came that is known here: what has been read further stays.
			same.turns = same.turns.map(
				(turn) =>
					chat.shown.turns.find(({ id, last_event_id }) => id === turn.id && last_event_id > turn.last_event_id) ??
					turn,
			);
		}
		if (who !== memory.who || (!answering && (same || chat.shown.turns[0]))) show(same);
		changed();
	}

	/** The bot, asked for once. */
	function load(): Promise<PublicBot> {
		loading ??= fetchBot();
		return loading;
	}

	async function fetchBot(): Promise<PublicBot> {
		try {
			const response = await request(`${at.strapi}/api/answerpack/bots/${at.bot}?language=${language}`);
			const bot: PublicBot = await response.json();
			expectTexts([bot.name, bot.greeting, bot.free.window, ...bot.suggestions]);
			chat.about = bot;
			return bot;
		} catch (error) {
			loading = undefined;
			chat.trouble = toFailure(error);
			emit('error', chat.trouble);
			throw error;
		} finally {
			changed();
		}
	}

	/** Opens the chat: the bot, who asks, what is left, and an answer that a page change has cut off. */
	function begin(): Promise<void> {
		// Who asks comes first: what a customer was told must not stand there for somebody else, whatever else fails.
		return Promise.all([load(), refresh()]).then(goOn, () => {}); // `trouble` is shown
	}

	/** Goes on with an answer that another page has left, or that the network has cut off. Nothing is asked anew. */
	function goOn(): void {
		const last = chat.shown.turns.at(-1);
		if (!last || answering || (isCustomer() && !chat.known)) return;
		if (isRunning(last) || (last.last_event_id && last.failure && isTransient(last.failure))) void run(last);
	}

	/** Shows another conversation, or a new one. A running answer goes on at the server, and is read on when it is shown again. */
	function show(conversation = newConversation()): void {
		answering?.abort();
		answering = undefined;
		chat.shown = conversation;
		changed();
		goOn();
	}

	/**
	 * Deletes a conversation, at the server too.
	 * @throws Failure when the server does not do it; then it is still here.
	 */
	async function remove(gone: Conversation): Promise<void> {
		await session.askBot(`conversations/${gone.id}`, { method: 'DELETE' }).catch((error: Failure) => {
			if (error.status !== 404) throw toFailure(error); // gone already, or asked before signing in
		});
		if (gone.id === chat.shown.id) show();
		save(gone);
	}

	/** Asks, unless an answer is still coming, or there is nothing to ask. Resolves when the answer has ended. */
	async function ask(text: string): Promise<boolean> {
		const question = text.trim();
		if (!question || question.length > QUESTION_LENGTH_MAX || running()) return false;
		const turn = newTurn(question);
		if (!emit('ask', { id: turn.id, question })) return false;
		chat.shown.turns.push(turn);
		// Asked, it now stands above. Otherwise it stays where it is written.
		if (text === chat.shown.draft) chat.shown.draft = '';
		await run(turn);
		return true;
	}

	/** Goes on where the question got stuck: under the same id, unless the server is done with that. */
	async function retry(turn: Turn): Promise<void> {
		if (running()) return;
		if (turn.failure && isIdSpent(turn.failure)) Object.assign(turn, newTurn(turn.question));
		await run(turn);
	}

	/** Stops the running answer, at the server too, which then says what it cost. */
	function stop(): void {
		const turn = running();
		if (!turn || !answering || stopping) return;
		stopping = true;
		setTimeout((controller: AbortController) => controller.abort(), STOP_MS_MAX, answering);
		tell(turn, 'stop').catch(() => {}); // it is told again at `start`
	}

	/** Tells the server something about an answer. */
	function tell({ id }: Turn, what: 'stop' | 'feedback', body = {}): Promise<Response> {
		return session.askBot(`answers/${id}/${what}`, post(body));
	}

	/** What the visitor thinks of an answer, and why. What the server has not taken is not shown. */
	async function rate(turn: Turn, rating: Turn['rating'], comment?: string): Promise<void> {
		turn.rating = rating;
		changed();
		await tell(turn, 'feedback', { rating, comment }).catch(() => {
			turn.rating = undefined;
		});
		save();
	}

	/** Asks the shop what is on offer for this bot, in the tag's region: the smallest first. */
	async function loadOffers(): Promise<void> {
		chat.onSale = null;
		try {
			const query = at.region && `?region_id=${at.region}`;
			const { offers } = await session.askShop<{ offers: Offer[] }>(`offers${query}`);
			chat.onSale = offers.filter(({ price }) => price);
		} catch {
			chat.onSale = false;
		}
		changed();
	}

	/** Makes a cart at the shop with one piece of an offer; nothing when the shop does not, which is shown. */
	async function createCart({ variant_id }: Offer): Promise<string | undefined> {
		try {
			const body = { region_id: at.region || undefined, items: [{ variant_id, quantity: 1 }] };
			return (await session.shop<{ cart: { id: string } }>('carts', post(body))).cart.id;
		} catch {
			chat.onSale = false;
			changed();
		}
	}

	/** Finds out who asks and what they have left; the other tabs read it where it is kept. */
	async function refresh(): Promise<number | null> {
		try {
			await identify();
			const { who } = memory;
			const left = isCustomer() ? (await session.askShop<{ left: number }>('credits')).left : null;
			// Whoever it was may have signed out while the shop was thinking.
			if (who === memory.who) setCredits(left);
		} catch {
			// The last known count stays; asking says what is wrong.
		}
		return memory.credits;
	}

	/**
	 * Sees who asks now. What a customer was told is not shown to whoever comes after.
	 * @param asked what is being asked by whoever that is.
	 */
	async function identify(asked?: Turn): Promise<void> {
		// A page that knows customers has not said yet who is here: nobody has signed out.
		if (isCustomer() && !customerToken()) return;
		const who = await session.who();
		chat.known = true;
		if (who === memory.who) return changed();
		if (isCustomer()) {
			if (!asked) answering?.abort();
			keep(key, '');
			chat.shown = newConversation();
			if (asked) chat.shown.turns.push(asked);
		}
		// The server keeps a visitor's questions apart from a customer's.
		else chat.shown.id = newConversation().id;
		Object.assign(memory, { who, free: undefined });
		setCredits(null);
		save();
	}

	async function run(turn: Turn): Promise<void> {
		const controller = new AbortController();
		answering = controller;
		stopping = false;
		turn.state = turn.text ? 'streaming' : 'waiting';
		turn.failure = turn.outcome = undefined;
		changed();
		try {
			await load();
			await identify(turn);
			save();

			const conversation_id = chat.shown.id;
			const asked = {
				bot: at.bot,
				id: turn.id,
				question: turn.question,
				conversation_id,
				language,
				last_event_id: turn.last_event_id,
			};
			await streamAnswer(session, asked, (event) => onEvent(turn, event), controller.signal);
		} catch (error) {
			if (!controller.signal.aborted) onFailure(turn, toFailure(error));
			// Left for another page, it stays as it is, and that page goes on.
			else if (stopping) turn.state = 'stopped';
		}
		if (answering !== controller) return; // another conversation is shown
		answering = undefined;
		save();
		if (!isRunning(turn)) ended(turn);
	}

	function onEvent(turn: Turn, { id, event, data }: AnswerEvent): void {
		turn.last_event_id = id;
		if (event === 'start') {
			turn.state = 'streaming';
			turn.sources = data.sources;
			// Told to stop before it knew this answer, the server is told again.
			if (stopping) tell(turn, 'stop').catch(() => {});
			save();
		} else if (event === 'delta') {
			turn.text += data.text;
		} else if (event === 'done') {
			turn.state = stopping ? 'stopped' : 'done';
			turn.outcome = data;
			if (data.pool === 'free_reserve') setFree(data.left ?? 0);
			if (data.pool === 'end_user_credits') setCredits(data.left);
			const { question, text, sources } = turn;
			emit('answer', { id: turn.id, question, text, sources, ...data });
		}
		changed();
	}

	function onFailure(turn: Turn, failed: Failure): void {
		turn.failure = failed;
		turn.state = 'failed';
		// The pass has been renewed once already: what has run out is the sign-in itself.
		if (failed.status === 401) failed.code = 'customer_required';
		if (failed.status === 402) {
			turn.state = 'refused';
			if (failed.code !== 'owner_cap_reached')
				setFree(0, (failed.details as Partial<RefusalDetails> | undefined)?.resets_at);
			void refresh();
		}
		emit('error', failed);
	}

	/** @param resets_at when the window opens again; without it, what is left is known for this day. */
	function setFree(left: number, resets_at?: string): void {
		const back = Date.parse(resets_at as string) || 0;
		memory.free = { left, until: back || new Date().setHours(24, 0, 0, 0), back };
	}

	function setCredits(left: number | null): void {
		if (left === memory.credits) return;
		memory.credits = left;
		save();
		emit('credits', { left });
	}

	return chat;
}
