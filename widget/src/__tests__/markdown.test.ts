import { drawInline, drawMarkdown, safeUrl } from '../markdown.js';
import { type Child, type Drawing, h } from '../view/dom.js';

// A server of tests has no page: this is the one that the answers stand on.
Object.assign(globalThis, {
	document: { baseURI: 'https://shop.example/page' },
	location: { origin: 'https://shop.example' },
});

const links = {
	cite: (n: number) => h('cite', {}, `${n}`),
	images: ['https://cdn.shop.example', 'http://localhost:9000'],
};

/** Drawings as the tags that they become, to be read in a test; texts are in quotes, so that none is taken for a tag. */
function tags(children: Child[]): string {
	return children
		.map((child) => {
			if (!child) return '';
			if (typeof child === 'string') return JSON.stringify(child);
			const { href, start, src, alt } = child.attributes;
			const [name] = child.name.split('.');
			return `<${[name, href, start, src, alt].filter(Boolean).join(' ')}>${tags(child.children)}</${name}>`;
		})
		.join('');
}

const blocks = (text: string) => tags(drawMarkdown(text, links));
const inline = (text: string) => tags(drawInline(text, links));

describe('blocks', () => {
	it('are paragraphs, with their line breaks', () => {
		expect(blocks('One\ntwo\n\n\nThree\r\nfour')).toBe('<p>"One\\ntwo"</p><p>"Three\\nfour"</p>');
	});

	it.each([
		['## Returns\nText', '"Returns"'],
		['## **Returns** \n\nText', '<strong>"Returns"</strong>'],
		['# See [1]\nText', '"See "<cite>"1"</cite>'],
	])('are headings: %j', (text, heading) => {
		expect(blocks(text)).toBe(`<p><strong>${heading}</strong></p><p>"Text"</p>`);
	});

	it('are code, word by word, also while its end has not come yet', () => {
		const code = `<pre><code>${JSON.stringify('  **a**\n\n- b')}</code></pre>`;
		expect(blocks('```js\n  **a**\n\n- b\n```\nafter')).toBe(`${code}<p>"after"</p>`);
		expect(blocks('```\n  **a**\n\n- b')).toBe(code);
	});

	it('are lists inside lists, with what belongs to their items', () => {
		expect(blocks('Intro:\n- a\n  more\n\n- b\n  1. x\n  2. y\n\n  under b\n\nafter')).toBe(
			'<p>"Intro:"</p>' +
				'<ul><li>"a\\nmore"</li><li>"b"<ol 1><li>"x"</li><li>"y"</li></ol><p>"under b"</p></li></ul>' +
				'<p>"after"</p>',
		);
	});

	it('keep the number that a list begins with', () => {
		expect(blocks('3. c\n4. d')).toBe('<ol 3><li>"c"</li><li>"d"</li></ol>');
	});

	it('change from bullets to numbers', () => {
		expect(blocks('- a\n1. b')).toBe('<ul><li>"a"</li></ul><ol 1><li>"b"</li></ol>');
	});

	it('do not take a year for a list', () => {
		expect(drawMarkdown('The shop opened in\n1986. It was small.', links)).toHaveLength(1);
	});

	it('nest no deeper than is sensible', () => {
		const depths = Array.from({ length: 50 }, (_, depth) => `${' '.repeat(depth * 2)}- x`).join('\n');
		const depthOf = (children: Child[]): number =>
			Math.max(0, ...children.map((each) => (each && typeof each === 'object' ? 1 + depthOf(each.children) : 0)));
		expect(depthOf(drawMarkdown(depths, links))).toBe(8); // four lists, each with its item
	});
});

describe('a table', () => {
	const head = '<tr><th>" Kettle "</th><th>" Price"</th></tr>';
	it.each([
		['with its sides', '| Kettle | Price|\n|---|--:|\n|*Copper*|€89|'],
		['without', ' Kettle | Price\n---|---\n*Copper*|€89'],
	])('%s', (_, text) => {
		expect(blocks(text).replaceAll(' ', '')).toBe(
			`<div><table>${head}<tr><td><em>"Copper"</em></td><td>"€89"</td></tr></table></div>`.replaceAll(' ', ''),
		);
	});

	it('is text until its rule has come, as it streams', () => {
		expect(blocks('| A | B |\n')).toBe('<p>"| A | B |"</p>');
		expect(blocks('| A | B |\n|---|---|')).toMatch(/^<div><table><tr>/);
	});

	it('ends where no row goes on, and stands in lists too', () => {
		expect(blocks('|A|B|\n|-|-|\n|1|2|\nafter')).toMatch(/<\/table><\/div><p>"after"<\/p>$/);
		expect(blocks('|A|B|\n|-|-|\n|1|2|\n\n|after|')).toMatch(/<\/table><\/div><p>"\|after\|"<\/p>$/);
		expect(blocks('- x\n\n  |A|B|\n  |-|-|')).toBe(
			'<ul><li>"x"<div><table><tr><th>"A"</th><th>"B"</th></tr></table></div></li></ul>',
		);
	});

	it('stands to the side that its rule says, at the start without one, and may have cells too many', () => {
		const [drawing] = drawMarkdown('|a|b|c|d|\n|:--|:-:|--:|-|\n|1|2|3|4|5|', links) as [Drawing];
		const [table] = drawing.children as [Drawing];
		for (const row of table.children as Drawing[])
			expect(row.children.map((cell) => (cell as Drawing).name.slice(2))).toEqual(
				['', '.center', '.end', '', ''].slice(0, row.children.length),
			);
	});

	it('takes a sign that is escaped for text', () => {
		expect(blocks('|a\\|b|\n|-|')).toContain('<th>"a""|""b"</th>');
	});
});

describe('inside a block', () => {
	it.each([
		['**bold** and *italics* and _too_', '<strong>"bold"</strong>" and "<em>"italics"</em>" and "<em>"too"</em>'],
		['**Kaffee**kanne', '<strong>"Kaffee"</strong>"kanne"'],
		['**bold *and* more**', '<strong>"bold "<em>"and"</em>" more"</strong>'],
		['snake_case_name and 2 * 3 * 4', '"snake_case_name and 2 * 3 * 4"'],
		['`a * b` and `c`', '<code>"a * b"</code>" and "<code>"c"</code>'],
		['\\*not\\*', '"*""not""*"'],
		['see [1] or [2][3]', '"see "<cite>"1"</cite>" or "<cite>"2"</cite><cite>"3"</cite>'],
		['[the **guide**](https://x.example/a "Title")', '<a https://x.example/a>"the "<strong>"guide"</strong></a>'],
		[
			'[mail](mailto:a@b.example) [here](/returns#now)',
			'<a mailto:a@b.example>"mail"</a>" "<a https://shop.example/returns#now>"here"</a>',
		],
		[
			'See https://x.example/a?b=c. Or <https://y.example>!',
			'"See "<a https://x.example/a?b=c>"https://x.example/a?b=c"</a>"."" Or "<a https://y.example/>"https://y.example"</a>"!"',
		],
		['[https://a.example](https://b.example)', '<a https://b.example/>"https://a.example"</a>'],
		['![a kettle](https://x.example/a.png)', '"a kettle"'],
		['**unfinished and [half](https://', '"**unfinished and [half](https://"'],
	])('%s', (text, expected) => {
		expect(inline(text)).toBe(expected);
	});

	it('a link gives nothing away, and only other sites open beside the shop', () => {
		const [there, here] = ['[a](https://x.example)', '[a](/b)'].map((text) => drawInline(text, links)[0]);
		expect(there).toMatchObject({ attributes: { rel: 'noopener nofollow ugc', target: '_blank' } });
		expect(here).toMatchObject({ attributes: { rel: 'noopener nofollow ugc', target: '' } });
	});
});

describe('a picture', () => {
	it.each([
		['https://cdn.shop.example/a.png', 'https://cdn.shop.example/a.png'],
		['HTTPS://CDN.shop.example:443/b/../a.png', 'https://cdn.shop.example/a.png'],
		['http://localhost:9000/a.png', 'http://localhost:9000/a.png'],
	])('from an origin that the host allows is shown: %s', (url, src) => {
		expect(inline(`See ![a kettle](${url}).`)).toBe(`"See "<img ${src} a kettle></img>"."`);
	});

	it('is loaded late, and does not say from where', () => {
		expect(drawInline('![a](https://cdn.shop.example/a.png)', links)[0]).toMatchObject({
			attributes: { loading: 'lazy', referrerPolicy: 'no-referrer' },
		});
	});

	it.each([
		'https://evil.example/a.png',
		'https://cdn.shop.example.evil.example/a.png',
		'https://cdn.shop.example@evil.example/a.png',
		'https://anna:secret@cdn.shop.example/a.png',
		'https://anna@cdn.shop.example/a.png',
		'https://cdn.shop.example:8443/a.png',
		'http://cdn.shop.example/a.png',
		'//evil.example/a.png',
		'\\\\evil.example\\a.png',
		'https:\\\\evil.example\\a.png',
		'/a.png',
		'data:image/png;base64,AAAA',
		'blob:https://cdn.shop.example/1',
		'javascript:alert%281%29',
		'mailto:a@cdn.shop.example',
		'https:',
		'',
	])('from anywhere else is what it shows, as text: %s', (url) => {
		expect(JSON.stringify(drawInline(`![a kettle](${url})`, links))).not.toMatch(/"img|"src/);
	});

	it('is none where the host allows nothing', () => {
		expect(inline('![a](https://shop.example/a.png)')).toBe('"a"');
		expect(tags(drawInline('![a](https://cdn.shop.example/a.png)', { images: [''] }))).toBe('"a"');
	});
});

describe('hostile text', () => {
	it.each([
		'[x](javascript:alert)',
		'[x](JaVaScRiPt:alert)',
		'[x](&#106;avascript:alert)',
		'[x](data:text/html,hi)',
		'[x](vbscript:x)',
		'[x](blob:https://shop.example/1)',
		'[x](file:///etc/passwd)',
		'<javascript:alert>',
		'<a href="javascript:alert(1)">x</a>',
		'<img src=x onerror=alert(1)>',
		'<script>alert(1)</script>',
	])('leads nowhere dangerous: %s', (text) => {
		const hrefs = JSON.stringify(drawInline(text, links)).match(/"href":"[^"]*"/g) ?? [];
		for (const href of hrefs) expect(href).toMatch(/^"href":"(https?|mailto):/);
	});

	it.each(['java\tscript:alert(1)', ' javascript:alert(1)', '\u0001javascript:x', 'java\nscript:x'])(
		'has no address: %j',
		(url) => {
			expect(safeUrl(url) ?? 'https:').toMatch(/^https:/);
		},
	);

	it.each([
		['stars', '*'.repeat(20_000)],
		['open bold', '**a '.repeat(5000)],
		['brackets', '['.repeat(20_000)],
		['half links', '[a]('.repeat(5000)],
		['ticks', '`'.repeat(20_000)],
		['half code', '`a '.repeat(6000)],
		['underscores', '_a '.repeat(6000)],
		['addresses', `https://${'.'.repeat(20_000)}`],
		['nested items', '- '.repeat(10_000)],
		['hashes', `# ${'#'.repeat(20_000)} x`],
		['spaces', `- ${' '.repeat(20_000)}`],
		['empty lines', '\n'.repeat(20_000)],
		['cells', `${'|a'.repeat(10_000)}\n${'|-'.repeat(10_000)}`],
		['rules', `a|b\n${'| :'.repeat(10_000)}x`],
	])('of %s takes no more than a moment', (_, text) => {
		const started = performance.now();
		drawMarkdown(text, links);
		expect(performance.now() - started).toBeLessThan(500);
	});
});
