import { type Inline, parseInline, parseMarkdown, safeUrl } from '../markdown.js';

const BASE = 'https://shop.example/page';

describe('blocks', () => {
	it('are paragraphs, with their line breaks', () => {
		expect(parseMarkdown('One\ntwo\n\n\nThree\r\nfour')).toEqual([
			{ kind: 'paragraph', text: 'One\ntwo' },
			{ kind: 'paragraph', text: 'Three\nfour' },
		]);
	});

	it('are headings', () => {
		expect(parseMarkdown('## Returns\nText')).toEqual([
			{ kind: 'heading', text: 'Returns' },
			{ kind: 'paragraph', text: 'Text' },
		]);
	});

	it('are code, word by word, also while its end has not come yet', () => {
		const code = { kind: 'code', text: '  **a**\n\n- b' };
		expect(parseMarkdown('```js\n  **a**\n\n- b\n```\nafter')).toEqual([code, { kind: 'paragraph', text: 'after' }]);
		expect(parseMarkdown('```\n  **a**\n\n- b')).toEqual([code]);
	});

	it('are lists inside lists, with what belongs to their items', () => {
		expect(parseMarkdown('Intro:\n- a\n  more\n\n- b\n  1. x\n  2. y\n\n  under b\n\nafter')).toEqual([
			{ kind: 'paragraph', text: 'Intro:' },
			expect.objectContaining({
				kind: 'list',
				start: 0,
				items: [
					[{ kind: 'paragraph', text: 'a\nmore' }],
					[
						{ kind: 'paragraph', text: 'b' },
						expect.objectContaining({
							kind: 'list',
							start: 1,
							items: [[{ kind: 'paragraph', text: 'x' }], [{ kind: 'paragraph', text: 'y' }]],
						}),
						{ kind: 'paragraph', text: 'under b' },
					],
				],
			}),
			{ kind: 'paragraph', text: 'after' },
		]);
	});

	it('keep the number that a list begins with', () => {
		expect(parseMarkdown('3. c\n4. d')).toMatchObject([{ kind: 'list', start: 3, items: [[{}], [{}]] }]);
	});

	it('change from bullets to numbers', () => {
		expect(parseMarkdown('- a\n1. b')).toMatchObject([{ start: 0 }, { start: 1 }]);
	});

	it('do not take a year for a list', () => {
		expect(parseMarkdown('The shop opened in\n1986. It was small.')).toHaveLength(1);
	});

	it('nest no deeper than is sensible', () => {
		const depths = Array.from({ length: 50 }, (_, depth) => `${' '.repeat(depth * 2)}- x`).join('\n');
		const depthOf = (blocks: ReturnType<typeof parseMarkdown>): number =>
			Math.max(0, ...blocks.map((block) => (block.kind === 'list' ? 1 + Math.max(...block.items.map(depthOf)) : 0)));
		expect(depthOf(parseMarkdown(depths))).toBe(4);
	});
});

describe('inside a block', () => {
	it.each<[string, Inline[]]>([
		[
			'**bold** and *italics* and _too_',
			[
				{ kind: 'strong', children: ['bold'] },
				' and ',
				{ kind: 'em', children: ['italics'] },
				' and ',
				{ kind: 'em', children: ['too'] },
			],
		],
		['**Kaffee**kanne', [{ kind: 'strong', children: ['Kaffee'] }, 'kanne']],
		['**bold *and* more**', [{ kind: 'strong', children: ['bold ', { kind: 'em', children: ['and'] }, ' more'] }]],
		['snake_case_name and 2 * 3 * 4', ['snake_case_name and 2 * 3 * 4']],
		['`a * b` and `c`', [{ kind: 'code', text: 'a * b' }, ' and ', { kind: 'code', text: 'c' }]],
		['\\*not\\*', ['*', 'not', '*']],
		['see [1] or [2, 3]', ['see ', { kind: 'cite', n: 1 }, ' or ', { kind: 'cite', n: 2 }, { kind: 'cite', n: 3 }]],
		[
			'[the **guide**](https://x.example/a "Title")',
			[{ kind: 'link', href: 'https://x.example/a', children: ['the ', { kind: 'strong', children: ['guide'] }] }],
		],
		[
			'[mail](mailto:a@b.example) [here](/returns#now)',
			[
				{ kind: 'link', href: 'mailto:a@b.example', children: ['mail'] },
				' ',
				{ kind: 'link', href: 'https://shop.example/returns#now', children: ['here'] },
			],
		],
		[
			'See https://x.example/a?b=c. Or <https://y.example>!',
			[
				'See ',
				{ kind: 'link', href: 'https://x.example/a?b=c', children: ['https://x.example/a?b=c'] },
				'.',
				' Or ',
				{ kind: 'link', href: 'https://y.example/', children: ['https://y.example'] },
				'!',
			],
		],
		[
			'[https://a.example](https://b.example)',
			[{ kind: 'link', href: 'https://b.example/', children: ['https://a.example'] }],
		],
		['![a kettle](https://x.example/a.png)', ['a kettle']],
		['**unfinished and [half](https://', ['**unfinished and [half](https://']],
	])('%s', (text, expected) => {
		expect(parseInline(text, BASE)).toEqual(expected);
	});

	it('without a base a relative link is text', () => {
		expect(parseInline('[here](/returns)')).toEqual(['here']);
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
		const hrefs = JSON.stringify(parseInline(text, BASE)).match(/"href":"[^"]*"/g) ?? [];
		for (const href of hrefs) expect(href).toMatch(/^"href":"(https?|mailto):/);
	});

	it.each(['java\tscript:alert(1)', ' javascript:alert(1)', '\u0001javascript:x', 'java\nscript:x'])(
		'has no address: %j',
		(url) => {
			expect(safeUrl(url, BASE) ?? 'https:').toMatch(/^https:/);
			expect(safeUrl(url)).toBeUndefined();
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
	])('of %s takes no more than a moment', (_, text) => {
		const started = performance.now();
		for (const block of parseMarkdown(text)) if (block.kind !== 'list') parseInline(block.text, BASE);
		expect(performance.now() - started).toBeLessThan(500);
	});
});
