import { useBot } from './stage.ts';
import { botOn, ended } from './visitor.ts';

// Pictures in answers: none, unless the page allows the origin that they are from.

const KETTLE =
	'<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><circle cx="200" cy="150" r="90"/></svg>';
const stage = useBot({
	script: () => ({ steps: [{ text: `Look: ![A copper kettle](${stage.bot.page}/kettle.svg)\n\nAnd more text.` }] }),
});

/** An answer with a picture, on a page that allows these origins; and what was asked for as a picture. */
async function answered(images?: string, sent?: Promise<void>) {
	stage.bot.pages.set('/kettle.svg', { type: 'image/svg+xml', text: KETTLE });
	const page = await stage.visitor();
	const pictures: { url: string; referer: string }[] = [];
	page.on('request', (request) => {
		if (request.resourceType() !== 'image') return;
		pictures.push({ url: request.url(), referer: request.headers().referer ?? '' });
	});
	await page.route('**/kettle.svg', async (route) => {
		await sent;
		await route.continue();
	});
	await page.goto(`${stage.bot.page}/?${new URLSearchParams(images === undefined ? {} : { images })}`);
	const bot = botOn(page);
	await bot.open();
	const turn = await bot.ask('What does it look like?');
	expect(await ended(turn)).toBe('done');
	return { turn, pictures };
}

test('from an allowed origin it is shown with what it shows as its name, and learns nothing of the page', async () => {
	const { turn, pictures } = await answered(`https://cdn.shop.example/  ${stage.bot.page}/`);
	const picture = turn.getByRole('img', { name: 'A copper kettle' });
	await picture.waitFor();
	await picture.evaluate((image: HTMLImageElement) => image.decode());
	expect(await picture.evaluate((image: HTMLImageElement) => [image.loading, image.naturalWidth])).toEqual([
		'lazy',
		400,
	]);
	expect(pictures).toEqual([{ url: `${stage.bot.page}/kettle.svg`, referer: '' }]);
});

test('it has its room before it is loaded, so that nothing moves when it comes', async () => {
	let send = () => {};
	const sent = new Promise<void>((resolve) => {
		send = resolve;
	});
	const { turn } = await answered(stage.bot.page, sent);
	const after = turn.getByText('And more text.');
	const before = await after.boundingBox();
	send();
	await turn.locator('img').evaluate((image: HTMLImageElement) => image.decode());
	expect(await after.boundingBox()).toEqual(before);
});

test.each([undefined, '', 'https://cdn.shop.example', 'https:', '*'])(
	'where the page allows %j, what it shows is said, and nothing is loaded',
	async (images) => {
		const { turn, pictures } = await answered(images);
		expect(await turn.locator('[part~=answer]').innerText()).toBe('Look: A copper kettle\n\nAnd more text.');
		expect(await turn.locator('img').count()).toBe(0);
		expect(pictures).toEqual([]);
	},
);
