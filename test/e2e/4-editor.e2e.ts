import { botOn } from './bot.ts';
import { logInEditor } from './editor.ts';
import { eventually, screenshot, stack, useBrowser } from './stage.ts';
import { ask, doneOf, newVisitor, question } from './visitor-api.ts';

// An editor works in Strapi; within five seconds the bot answers from it, and Medusa counts by it.

const { person, problems } = useBrowser();
afterEach(() => expect(problems).toEqual([]));
let editor: Awaited<ReturnType<typeof logInEditor>>;
let visitor: string;
beforeAll(async () => {
	editor = await logInEditor();
	visitor = await newVisitor();
	// One visitor asks through this whole chapter, and some answers are asked for until they are right.
	await editor.publishBot({ freeReserveCredits: 500, creditsPerVisitor: 100 });
});

const ASKED = 'Which day is the tasting of the Guji lot?';
/** Free for a bot that does not know; so it can be asked as often as needed, and once when it knows. */
const answer = () => ask(visitor, question(ASKED));
const known = (text: string) => (reply: Awaited<ReturnType<typeof answer>>) => reply.text.includes(text);

let articleId: string;

test('the bot knows an article within 5 s of its publication, and not before', async () => {
	expect(doneOf(await answer())).toMatchObject({ answered: false, credits_used: 0 });
	const article = await editor.publishArticle({
		title: 'Tasting of the Guji lot',
		body: 'The tasting of the Guji lot is on Wednesday at 19:00 in our workshop.',
	});
	articleId = article.documentId;
	const reply = await eventually(answer, known('Wednesday'));
	expect(doneOf(reply)).toMatchObject({ answered: true, credits_used: 1, pool: 'free_reserve' });
});

test('the bot answers from the new text within 5 s of a change, and no longer from the old', async () => {
	await editor.publish(articleId, { body: 'The tasting of the Guji lot is on Friday at 20:00 in our workshop.' });
	const reply = await eventually(answer, known('Friday'));
	expect(reply.text).not.toContain('Wednesday');
});

test('the bot does not know the article within 5 s after it was unpublished', async () => {
	await editor.unpublish(articleId);
	const reply = await eventually(answer, (reply) => doneOf(reply)?.answered === false);
	expect(doneOf(reply)).toMatchObject({ credits_used: 0 });
	expect(reply.text).not.toContain('Friday');
});

describe('the settings of the bot', () => {
	afterAll(() => editor.publishBot({ creditsPerVisitor: 3, creditsPerAnswer: 1 }));
	const paidAnswer = () => ask(visitor, question('What does gift wrapping cost?'));

	test('reach Medusa within 5 s and take effect: another price of an answer', async () => {
		await editor.publishBot({ creditsPerAnswer: 0.5 });
		await eventually(paidAnswer, (reply) => doneOf(reply)?.credits_used === 0.5);
	});

	test('reach Medusa within 5 s and take effect: a smaller limit for one visitor', async () => {
		await editor.publishBot({ creditsPerVisitor: 1 });
		const reply = await eventually(paidAnswer, ({ status }) => status === 402);
		expect(reply.error).toMatchObject({ code: 'visitor_limit_reached', details: { offers: true } });
	});
});

test('all of it works with the mouse: log in, open the article, write, publish, and read the new text in the shop', async () => {
	const page = await person();
	await page.goto(stack.strapi_admin);
	await page.locator('input[name=email]').fill(stack.admin_email);
	await page.locator('input[name=password]').fill(stack.admin_password);
	await page.getByRole('button', { name: 'Login' }).click();
	await page.getByRole('link', { name: 'Content Manager' }).first().click();
	await page.getByRole('link', { name: 'Bot article' }).click();
	await page.getByText('Gift wrapping', { exact: true }).first().click();
	const body = page.locator('.CodeMirror').first();
	await body.click();
	await page.keyboard.press('ControlOrMeta+End');
	await page.keyboard.type(' Ribbons come in seventeen colours of felt.');
	await page.getByRole('button', { name: 'Publish' }).first().click();
	await page
		.getByText(/Published/)
		.first()
		.waitFor();
	await screenshot(page, 'editor-published');

	const reader = await person();
	await reader.goto(stack.storefront);
	const bot = botOn(reader);
	await bot.open();
	const reply = await eventually(
		() => bot.ask('How many colours do ribbons of felt come in?'),
		({ answer }) => answer.includes('seventeen'),
	);
	expect(reply.state).toBe('done');
});
