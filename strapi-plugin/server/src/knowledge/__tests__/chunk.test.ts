import { chunkDocument, type KnowledgeDocument } from '..';

function document(text: string, title = 'Shipping', locale = 'en'): KnowledgeDocument {
	return { id: 'doc', title, text, url: 'https://shop.example/shipping', locale };
}

function textOf(source: string, title?: string, locale?: string): string {
	return chunkDocument(document(source, title, locale))
		.map(({ text }) => text)
		.join('\n');
}

/** Prose of numbered sentences, so that every sentence can be told from every other. */
function prose(count: number): string[] {
	return Array.from(
		{ length: count },
		(_, n) => `Sentence number ${n} says that parcel ${n} ${'really '.repeat(n % 9)}left.`,
	);
}

describe('chunkDocument', () => {
	it('keeps every sentence, whole and in order', () => {
		const sentences = prose(60);
		const passages = chunkDocument(document(sentences.join(' ')));
		const places = sentences.map((sentence) => passages.findIndex(({ text }) => text.includes(sentence)));
		expect(places).not.toContain(-1);
		expect(places).toEqual([...places].sort((a, b) => a - b));
	});

	it('makes passages of about 500 characters', () => {
		const lengths = chunkDocument(document(prose(60).join(' '))).map(({ text }) => text.length);
		expect(Math.max(...lengths)).toBeLessThanOrEqual(500);
		expect(Math.min(...lengths.slice(0, -1))).toBeGreaterThan(350);
	});

	it('begins each passage with the last sentence of the one before', () => {
		const passages = chunkDocument(document(prose(60).join(' ')));
		expect(passages.length).toBeGreaterThan(5);
		for (let at = 1; at < passages.length; at += 1) {
			const last = passages[at - 1]?.text.match(/Sentence number [^.]+\.$/)?.[0] as string;
			expect(passages[at]?.text.startsWith(last)).toBe(true);
		}
	});

	it('does not repeat a sentence across a heading', () => {
		const passages = chunkDocument(document('First part.\n\n## Austria\n\nSecond part.'));
		expect(passages.map(({ heading, text }) => [heading, text])).toEqual([
			[null, 'First part.'],
			['Austria', 'Second part.'],
		]);
	});

	it('names the path of headings, without the one that repeats the title', () => {
		const source =
			'# Shipping\n\nA.\n\n## Europe\n\n### Austria\n\nB.\n\n### Italy\n\nC.\n\n## World\n\nD.\n\nOther\n=====\n\nE.';
		expect(chunkDocument(document(source)).map(({ heading, text }) => [heading, text])).toEqual([
			[null, 'A.'],
			['Europe › Austria', 'B.'],
			['Europe › Italy', 'C.'],
			['World', 'D.'],
			['Other', 'E.'],
		]);
	});

	it('keeps a heading that nothing stands under', () => {
		expect(chunkDocument(document('Text.\n\n## We ship on Sundays')).map(({ text }) => text)).toEqual([
			'Text.',
			'We ship on Sundays',
		]);
	});

	it('gives ids that differ between locales and count in reading order', () => {
		const ids = chunkDocument(document('A.\n\n## B\n\nC.', 'T', 'de-AT')).map(({ id }) => id);
		expect(ids).toEqual(['doc:de-AT:0', 'doc:de-AT:1']);
	});

	it('carries title, link and locale of the document', () => {
		expect(chunkDocument(document('A.'))[0]).toEqual({
			id: 'doc:en:0',
			document_id: 'doc',
			title: 'Shipping',
			heading: null,
			url: 'https://shop.example/shipping',
			locale: 'en',
			text: 'A.',
		});
	});

	it.each(['', ' \n\t ', '<!-- nothing -->', '<script>alert(1)</script>'])('finds nothing in %j', (source) => {
		expect(chunkDocument(document(source))).toEqual([]);
	});

	it('reads markdown as what visitors see', () => {
		expect(
			textOf('**Bold** and *soft*, `code`, [a link](https://x.example "tip"), ![a kettle](k.png) &amp; more \\*'),
		).toBe('Bold and soft, code, a link, a kettle & more *');
	});

	it('gives each item of a list and each line of code its own line', () => {
		expect(textOf('We ship to:\n\n- Austria\n- France\n  1. Paris. Lyon.\n\n```\nGET /x\nPOST /y\n```')).toBe(
			'We ship to:\nAustria\nFrance\nParis. Lyon.\nGET /x\nPOST /y',
		);
	});

	it('repeats the columns of a table in each row', () => {
		expect(textOf('| Country | Price |\n|---|---|\n| Austria | 6 EUR |\n| France | 9 EUR |')).toBe(
			'Country: Austria · Price: 6 EUR\nCountry: France · Price: 9 EUR',
		);
	});

	it('cuts a long table between its rows', () => {
		const rows = Array.from({ length: 60 }, (_, n) => `| Country ${n} | ${n} EUR |`);
		const passages = chunkDocument(document(['| Name | Price |', '|---|---|', ...rows].join('\n')));
		expect(passages.length).toBeGreaterThan(2);
		for (const { text } of passages) {
			for (const line of text.split('\n')) expect(line).toMatch(/^Name: Country (\d+) · Price: \1 EUR$/);
		}
	});

	it('leaves out what was struck out', () => {
		expect(textOf('Costs ~~9 EUR~~ 8 EUR, not <del>7</del> 6.')).toBe('Costs 8 EUR, not 6.');
	});

	it.each([
		['a comment', 'Seen. <!-- SECRET --> Also seen.'],
		['an element with the attribute hidden', 'Seen. <span hidden>SECRET</span> Also seen.'],
		['display: none', 'Seen. <b style="color: red; DISPLAY:none">SECRET</b> Also seen.'],
		['an encoded style', 'Seen. <b style="display&#58; none">SECRET</b> Also seen.'],
		['a font of size 0', "Seen. <b style='font-size: 0px'>SECRET</b> Also seen."],
		['a place beyond the screen', 'Seen. <b style="position:absolute; left:-9999px">SECRET</b> Also seen.'],
		['a script', 'Seen.\n\n<script>if (a < b) { "SECRET" }</script>\n\nAlso seen.'],
		[
			'a block around markdown',
			'Seen.\n\n<div hidden>\n\n# SECRET\n\n- SECRET <div>SECRET</div>\n\n</div>\n\nAlso seen.',
		],
		['a template in a block', '<p>Seen.</p><template><p>SECRET</p></template><p>Also seen.</p>'],
		['an attribute with a bracket', '<div><p title="a > b" hidden>SECRET</p><p>Seen. Also seen.</p></div>'],
	])('strips text hidden in %s', (_, source) => {
		const text = textOf(source);
		expect(text).not.toContain('SECRET');
		expect(text).toContain('Seen.');
		expect(text).toContain('Also seen.');
	});

	it('strips characters that nobody sees, but keeps joiners', () => {
		const tags = [...'SECRET'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
		expect(textOf(`Ket\u00ADtle\u200B${tags} \u202Enow\u202C می\u200Cخواهم`)).toBe('Kettle now می\u200Cخواهم');
	});

	it('reads pages of HTML: blocks, cells, entities', () => {
		expect(
			textOf(
				'<h2>Prices</h2><ul><li>Kettle &lt; 90&nbsp;EUR</li><li>Mill</li></ul><table><tr><td>A</td><td>B</td></tr></table>',
			),
		).toBe('Prices\nKettle < 90 EUR\nMill\nA · B');
	});

	it('keeps a bracket that opens no tag', () => {
		expect(textOf('<div>5 < 6 and <3 and a <b')).toBe('5 < 6 and <3 and a <b');
	});

	it('cuts text without an end between words, and words without an end anywhere but in a character', () => {
		const blank = chunkDocument(document('kettle '.repeat(2000)));
		expect(
			blank
				.map(({ text }) => text)
				.join(' ')
				.split(' '),
		).toHaveLength(2000);
		const solid = chunkDocument(document('🫖'.repeat(2000)));
		expect(solid.map(({ text }) => text).join('')).toHaveLength(4000);
		for (const { text } of [...blank, ...solid]) {
			expect(text.length).toBeLessThanOrEqual(500);
			expect(text).toBe(text.toWellFormed?.() ?? text);
		}
	});

	it('reads two million characters within seconds, brackets that never close included', () => {
		const start = performance.now();
		expect(chunkDocument(document(`${prose(20).join(' ')}\n\n`.repeat(1600))).length).toBeGreaterThan(3000);
		expect(chunkDocument(document(`${prose(20).join(' ')} `.repeat(1600))).length).toBeGreaterThan(3000);
		for (const piece of [
			'<a ',
			'<!--',
			'<!',
			'<script>',
			'<title></title>',
			'<p hidden>',
			'<a "',
			'&lt;',
			'**a',
			'[a](',
		]) {
			chunkDocument(document(`<div>${piece.repeat(100_000)}`));
			chunkDocument(document(piece.repeat(20_000)));
		}
		expect(performance.now() - start).toBeLessThan(20_000);
	});
});
