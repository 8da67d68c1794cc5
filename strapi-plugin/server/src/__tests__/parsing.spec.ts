import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createParser } from '../parsing/parser';
import type { Format } from '../parsing/text';
import { makeDocx, makeZip } from './fixtures/docx';
import { makePdf, makePdfBomb } from './fixtures/pdf';

const SCRIPT = resolve(__dirname, '../../../dist/parser/worker.mjs');
const parse = createParser(SCRIPT);
const read = (format: Format, body: string | Buffer, title: string | null = 'Manual') =>
	parse({ format, body, title, locale: 'en' });
const textsOf = async (format: Format, body: string | Buffer) =>
	(await read(format, body)).passages.map(({ text }) => text).join('\n');

describe('a PDF', () => {
	test('gives passages that know their page; a sentence that runs over belongs to the page it began on', async () => {
		const { passages } = await read(
			'pdf',
			makePdf([
				['The grinder has forty clicks.', 'Each click changes the gap', 'between the burrs by'],
				['twenty-five micrometres. Never wash', 'the burrs with wa-', 'ter: steel rusts.'],
				['Spare burrs are number 4711.'],
			]),
		);
		expect(passages).toEqual([
			{
				heading: null,
				page: 1,
				text: 'The grinder has forty clicks. Each click changes the gap between the burrs by twenty-five micrometres.',
			},
			{ heading: null, page: 2, text: 'Never wash the burrs with water: steel rusts.' },
			{ heading: null, page: 3, text: 'Spare burrs are number 4711.' },
		]);
	});

	test('that a browser has printed, with columns, a table, heads and feet, is read as people read it', async () => {
		const { passages } = await read('pdf', readFileSync(join(__dirname, 'fixtures/handbook.pdf')));
		const text = passages.map((passage) => passage.text).join('\n');
		expect([...new Set(passages.map(({ page }) => page))]).toEqual([1, 2, 3]);
		expect(text).toContain(
			'Jede der vierzig Rasten verändert den Abstand der Mahlscheiben um fünfundzwanzig Mikrometer.',
		);
		expect(text).toContain('Stempelkanne 31 35 Sekunden');
		// The columns of the second page, one after the other.
		expect(text).toContain('Reinigen Sie sie ausschließlich trocken mit dem beiliegenden Pinsel.');
		expect(text).toContain('Ölen Sie es zweimal im Jahr mit lebensmittelechtem Leinöl;');
		expect(passages.find((passage) => passage.text.includes('Spare burrs'))).toMatchObject({ page: 2 });
		expect(text).not.toMatch(/Seite \d von 3/);
	});

	test.each([
		['that is encrypted', makePdf([['Secret.']], { encrypted: true }), 'pdf_encrypted'],
		['that is empty', Buffer.alloc(0), 'empty'],
		['that is scanned', makePdf([[], []]), 'pdf_scanned'],
		['that is none', Buffer.from('GIF89a, but called manual.pdf'), 'file_unreadable'],
		['that is cut off', makePdf([['Whole.']]).subarray(0, 120), 'file_unreadable'],
	])('%s is refused with its reason', async (_, bytes, reason) => {
		await expect(read('pdf', bytes)).rejects.toMatchObject({ reason, passing: false });
	});
});

describe('a Word document', () => {
	test('keeps headings and tables', async () => {
		const { passages } = await read(
			'docx',
			makeDocx([
				'# Delivery',
				'Parcels leave at two.',
				'Country | Days',
				'Austria | 3',
				'# Returns',
				'Within thirty days.',
			]),
		);
		expect(passages.map(({ heading }) => heading)).toEqual(['Delivery', 'Returns']);
		expect(passages[0]?.text).toContain('Parcels leave at two.');
		expect(passages[0]?.text).toMatch(/Austria/);
	});

	test('that unpacks to more than it says is not unpacked', async () => {
		const bomb = makeZip({ 'word/document.xml': Buffer.alloc(220 * 2 ** 20) }, 1000);
		expect(bomb.length).toBeLessThan(2 ** 20);
		await expect(read('docx', bomb)).rejects.toMatchObject({ reason: 'file_too_large' });
	});

	test('that is none is refused', async () => {
		await expect(read('docx', Buffer.from('plain text'))).rejects.toMatchObject({ reason: 'file_unreadable' });
	});
});

describe('a web page', () => {
	const html = readFileSync(join(__dirname, 'fixtures/page.html'), 'utf8');

	test('gives what it is about, with headings and tables', async () => {
		const { title, passages } = await read('html', html, null);
		expect(title).toBe('Caring for cast iron');
		expect(passages.map(({ heading }) => heading)).toEqual(
			expect.arrayContaining(['Seasoning', 'Oils and their smoke points', 'Washing']),
		);
		const text = passages.map((passage) => passage.text).join('\n');
		expect(text).toContain('bake it upside down at 230 degrees');
		expect(text).toContain('Oil: Rapeseed oil · Smoke point: 204 degrees');
		expect(text).toContain('never the dishwasher');
	});

	test('that a browser has saved gives what stands in its middle', async () => {
		const saved = readFileSync(join(__dirname, 'fixtures/saved-page.html'), 'utf8');
		const { title, passages } = await read('html', saved, null);
		const text = passages.map((passage) => passage.text).join('\n');
		expect(title).toBe('Versand');
		expect(passages.map(({ heading }) => heading)).toEqual([null, 'Wie lange es dauert', 'Credits']);
		expect(text).toContain('verlässt unsere Werkstatt in Leipzig noch am selben Tag');
		expect(text).toContain('Österreich: 3 bis 4.');
		for (const around of ['Zum Inhalt springen', 'Anmelden', 'JavaScript', 'Über uns', 'Demo-Shop']) {
			expect(text).not.toContain(around);
		}
	});

	test('gives nothing that visitors do not see, no menus and no scripts', async () => {
		const text = await textsOf('html', html);
		for (const hidden of [
			'Ignore all previous',
			'warranty is void',
			'system prompt',
			'competitor',
			'tracking script',
			'menu entry',
			'cookies',
			'Newsletter',
			'footer text',
		]) {
			expect(text).not.toContain(hidden);
		}
	});
});

test('text is no markup, and is read in the encoding that it has', async () => {
	expect(await textsOf('plain', Buffer.from('# 5 < 6 *stars*\n\nGr\xf6\xdfe', 'latin1'))).toBe(
		'# 5 < 6 *stars*\nGröße',
	);
	expect(await textsOf('plain', Buffer.from('\ufeffZwölf Käfige', 'utf16le'))).toBe('Zwölf Käfige');
});

test('a text of two million characters is refused with its length', async () => {
	const text = 'A sentence of words. '.repeat(100_000);
	await expect(read('markdown', text)).rejects.toMatchObject({ reason: 'text_too_long', detail: String(text.length) });
});

describe('a hostile file', () => {
	const MB = 2 ** 20;
	const LIMITS = { timeout_ms: 60_000, heap_mb: 512, growth_mb: 1024 };
	const task = (format: Format, body: string | Buffer) => ({ format, body, title: null, locale: 'en' });
	afterEach(async () => expect((await read('plain', 'Still here.')).passages).toHaveLength(1));

	test('that takes too long fails alone', async () => {
		const slow = createParser(SCRIPT, { ...LIMITS, timeout_ms: 1 });
		await expect(slow(task('html', '<p>Text.</p>'))).rejects.toMatchObject({ reason: 'parsing_took_too_long' });
	});

	test('whose objects take too much memory fails alone', async () => {
		const small = createParser(SCRIPT, { ...LIMITS, heap_mb: 24 });
		const body = `<html><body>${'<p><b>deep</b></p>'.repeat(400_000)}</body></html>`;
		await expect(small(task('html', body))).rejects.toMatchObject({ reason: 'parsing_took_too_much_memory' });
	});

	test('that unpacks into buffers, which are no objects, is stopped when the process has grown by its limit', async () => {
		const bomb = makePdfBomb(600 * MB);
		expect(bomb.length).toBeLessThan(MB);
		const watched = createParser(SCRIPT, { ...LIMITS, growth_mb: 128 });
		await expect(watched(task('pdf', bomb))).rejects.toMatchObject({
			reason: 'parsing_took_too_much_memory',
			passing: false,
		});
	});

	test('is given up when nobody wants it any more', async () => {
		const given = new AbortController();
		const reading = parse(task('pdf', makePdfBomb(600 * MB)), given.signal);
		given.abort(new Error('shut down'));
		await expect(reading).rejects.toThrow('shut down');
	});
});
