import { stack } from './stage.ts';

const ARTICLES = '/content-manager/collection-types/plugin::answerpack.article';
const BOTS = '/content-manager/collection-types/plugin::answerpack.bot';

export interface Entry {
	documentId: string;
	[field: string]: unknown;
}

/** What an editor does in Strapi's admin, through the interface that its pages use. */
export async function logInEditor() {
	// Log-ins are limited in number: one for each file of tests.
	const { token } = (
		await call<{ data: { token: string } }>(undefined, 'POST', '/admin/login', {
			email: stack.admin_email,
			password: stack.admin_password,
		})
	).data;

	const article = (id: string, query = '') => `${ARTICLES}/${id}${query}`;
	return {
		token,
		async findArticle(title: string): Promise<Entry> {
			const query = new URLSearchParams({ 'filters[title][$eq]': title, locale: 'en' });
			const { results } = await call<{ results: Entry[] }>(token, 'GET', `${ARTICLES}?${query}`);
			if (!results[0]) throw new Error(`there is no article "${title}"`);
			return results[0];
		},
		/** Saves and publishes a new article of the bot, in English. */
		async publishArticle(fields: { title: string; body: string }): Promise<Entry> {
			const { data } = await call<{ data: Entry }>(token, 'POST', `${ARTICLES}/actions/publish?locale=en`, {
				...fields,
				bots: { connect: [{ documentId: stack.bot_id }] },
			});
			return data;
		},
		/** Saves changes and publishes them. */
		publish: (id: string, fields: Record<string, unknown>) =>
			call(token, 'POST', article(id, '/actions/publish?locale=en'), fields),
		unpublish: (id: string) => call(token, 'POST', article(id, '/actions/unpublish?locale=en'), {}),
		/** Changes settings of the bot and publishes them. */
		publishBot: (fields: Record<string, unknown>) =>
			call(token, 'POST', `${BOTS}/${stack.bot_id}/actions/publish`, fields),
	};
}

async function call<T>(token: string | undefined, method: string, path: string, body?: object): Promise<T> {
	const response = await fetch(stack.strapi + path, {
		method,
		headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
		body: body && JSON.stringify(body),
	});
	const text = await response.text();
	if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
	return JSON.parse(text || '{}') as T;
}
