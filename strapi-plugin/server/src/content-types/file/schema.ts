import { LINK, localized } from '../localized';

/** A file of the media library that bots answer from. */
export const fileSchema = {
	kind: 'collectionType',
	collectionName: 'answerpack_files',
	info: {
		singularName: 'file',
		pluralName: 'files',
		displayName: 'Bot file',
		description: 'A PDF, Word document, Markdown, text or HTML file that bots answer from',
	},
	options: { draftAndPublish: true },
	pluginOptions: { ...localized, answerpack: { type: 'file' } },
	attributes: {
		title: { type: 'string', required: true, maxLength: 255, pluginOptions: localized },
		file: { type: 'media', multiple: false, required: true, allowedTypes: ['files'], pluginOptions: localized },
		/** Where visitors can read it, when that is not the file itself. */
		url: { type: 'string', regex: LINK, maxLength: 255, pluginOptions: localized },
		bots: { type: 'relation', relation: 'manyToMany', target: 'plugin::answerpack.bot', inversedBy: 'files' },
	},
	config: {
		layouts: {
			list: ['title', 'file', 'bots', 'updatedAt'],
			edit: [
				[{ name: 'title', size: 12 }],
				[{ name: 'file', size: 12 }],
				[
					{ name: 'url', size: 6 },
					{ name: 'bots', size: 6 },
				],
			],
		},
	},
} as const;

/** A file of the media library, as the upload plugin keeps it. */
export interface MediaFile {
	id: number;
	name: string;
	ext: string | null;
	mime: string | null;
	url: string;
	/** Kilobytes. */
	size: number;
	provider: string;
	hash: string;
	updatedAt: string;
}

/** A file's row in one language. */
export interface FileEntry {
	title: string | null;
	file: MediaFile | null;
	url: string | null;
}
