/** A node of Strapi's rich text (blocks). */
export interface Block {
	type: string;
	level?: number;
	format?: 'ordered' | 'unordered';
	text?: string;
	image?: { alternativeText?: string | null };
	children?: Block[];
}

/** Rich text as Markdown. What was struck out is left out, as everywhere. */
export function blocksToMarkdown(blocks: readonly Block[]): string {
	return (Array.isArray(blocks) ? blocks : []).map(block).filter(Boolean).join('\n\n');
}

function block(node: Block): string {
	switch (node.type) {
		case 'heading':
			return `${'#'.repeat(node.level ?? 1)} ${inline(node)}`;
		case 'list':
			return list(node, '');
		case 'quote':
			return `> ${inline(node)}`;
		case 'code':
			return `\`\`\`\n${inline(node)}\n\`\`\``;
		case 'image':
			return node.image?.alternativeText ?? '';
		default:
			return inline(node);
	}
}

function list({ children = [], format }: Block, indent: string): string {
	let number = 0;
	return children
		.map((item) => {
			if (item.type === 'list') return list(item, `${indent}   `);
			number += 1;
			return `${indent}${format === 'ordered' ? `${number}.` : '-'} ${inline(item)}`;
		})
		.join('\n');
}

function inline({ children = [], text, ...marks }: Block & { strikethrough?: boolean }): string {
	if (text !== undefined) return marks.strikethrough ? '' : text;
	return children.map(inline).join('');
}
