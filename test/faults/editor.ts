import type { State } from '../stack/state.mjs';
import type { Slug } from './answer-stage.ts';
import { request } from './callers.ts';

const TYPES = '/content-manager/collection-types/plugin::answerpack';
const PLENTY_CREDITS = 1_000_000;

/** Somebody who is logged in to Strapi's admin. */
export async function logInEditor(strapi: string, { demo }: State) {
	const login = { email: demo.admin_email, password: demo.admin_password };
	const { data } = await request<{ data: { token: string } }>(`${strapi}/admin/login`, { method: 'POST', body: login });
	const headers = { authorization: `Bearer ${data.token}` };
	return <T>(path: string, body?: object) =>
		request<T>(strapi + path, { method: body ? 'POST' : 'GET', headers, body });
}

/** Makes the demo's bot one that never runs out, and a second one that counts tokens and knows about Austria. @returns their ids */
export async function publishBots(strapi: string, state: State): Promise<Record<Slug, string>> {
	const call = await logInEditor(strapi, state);
	const pools = {
		freeReserveCredits: PLENTY_CREDITS,
		creditsPerVisitor: PLENTY_CREDITS,
		ownerCapCreditsPerMonth: PLENTY_CREDITS,
		cacheAnswers: false, // everybody asks the same here
	};
	await call(`${TYPES}.bot/${state.demo.bot_id}/actions/publish`, pools);
	const { data } = await call<{ data: { documentId: string } }>(`${TYPES}.bot/actions/publish`, {
		name: 'Metered',
		slug: 'metered',
		priceMode: 'metered',
		...METERED,
		...pools,
	});
	await call(`${TYPES}.article/actions/publish?locale=en`, {
		title: 'Delivery to Austria',
		body: 'Delivery to Austria takes 3 to 4 working days.',
		bots: { connect: [{ documentId: data.documentId }] },
	});
	return { 'shop-help': state.demo.bot_id, metered: data.documentId };
}

/** @returns publishes something new that both bots know from now on, and takes back what it published before */
export function createNote(call: Awaited<ReturnType<typeof logInEditor>>, bots: Record<Slug, string>) {
	let id = '';
	return async (n: number): Promise<void> => {
		const { data } = await call<{ data: { documentId: string } }>(
			`${TYPES}.article/${id && `${id}/`}actions/publish?locale=en`,
			{
				title: 'Ribbons',
				body: `Gifts are tied with ribbon number ${n}.`,
				...(!id && { bots: { connect: Object.values(bots).map((documentId) => ({ documentId })) } }),
			},
		);
		id = data.documentId;
	};
}

/** What the second bot's tokens cost: what is read is cheap, and a slice of 400 tokens to be written costs 4 credits. */
export const METERED = { creditsPer1kInput: 0.1, creditsPer1kOutput: 10, minimumCredits: 0.1 };
