// What an editor does before: a bot with enough to read, and a reserve that lasts for the whole measurement.
import { setTimeout } from 'node:timers/promises';

const ARTICLES = '/content-manager/collection-types/plugin::answerpack.article';
const BOTS = '/content-manager/collection-types/plugin::answerpack.bot';
const RESERVE_CREDITS = 10_000_000;
/** One paragraph is one passage. */
const PARAGRAPHS = 50;
const SENTENCES = 8;
const WORDS =
	'kettle copper handle lid spout whistle stove gas induction polish linen ribbon order parcel workshop'.split(' ');

/**
 * @param {import('../../stack/stack.mjs').Ready} stack
 * @param {number} passages how many the bot shall have beside its own
 */
export async function prepare(stack, passages) {
	const { data } = await call(stack, undefined, '/admin/login', {
		email: stack.admin_email,
		password: stack.admin_password,
	});
	await call(stack, data.token, `${BOTS}/${stack.bot_id}/actions/publish`, {
		freeReserveCredits: RESERVE_CREDITS,
		creditsPerVisitor: RESERVE_CREDITS,
	});
	let n = 0;
	for (let article = 0; article < Math.ceil(passages / PARAGRAPHS); article++) {
		const paragraphs = Array.from({ length: PARAGRAPHS }, () =>
			Array.from({ length: SENTENCES }, () => sentence(n++)).join(' '),
		);
		await call(stack, data.token, `${ARTICLES}/actions/publish?locale=en`, {
			title: `Handbook ${article}`,
			body: paragraphs.join('\n\n'),
			bots: { connect: [{ documentId: stack.bot_id }] },
		});
	}
	const knowledge = `/answerpack/bots/${stack.bot_id}/knowledge`;
	while ((await call(stack, data.token, knowledge)).waiting > 0) await setTimeout(200);
}

/** The same words in other places, and a number of its own, so that no two passages are alike. @param {number} n */
function sentence(n) {
	const word = (/** @type {number} */ step) => WORDS[(n * step + Math.floor(n / WORDS.length)) % WORDS.length];
	return `Note ${n} on the ${word(1)} says that the ${word(2)} goes with the ${word(4)} and part ${n * 7}.`;
}

/**
 * @param {import('../../stack/stack.mjs').Ready} stack
 * @param {string | undefined} token
 * @param {string} path
 * @param {object} [body] without one it is read
 */
async function call({ strapi }, token, path, body) {
	const response = await fetch(strapi + path, {
		method: body ? 'POST' : 'GET',
		headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) },
		body: JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
	return response.json();
}
