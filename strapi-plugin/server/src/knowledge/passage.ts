/** What editors wrote, in one language: an article, an entry of an FAQ, a product. */
export interface KnowledgeDocument {
	id: string;
	title: string;
	/** Markdown; may hold HTML. */
	text: string;
	/** The text is no Markdown: what looks like markup is text. */
	plain?: boolean;
	/** Where visitors can read it. */
	url: string | null;
	/** BCP 47: `de`, `en-GB`. */
	locale: string;
	/** What it was made from (`faq`, `file`, the uid of a content type): a search can be kept to some of them. */
	source?: string;
	/** What it is found by beside title and headings, and what nobody is shown: other ways to ask. */
	aliases?: string;
}

/** A piece of a document that can be found, shown and cited by itself. Plain data: it can be stored as it is. */
export interface Passage {
	/** `document:locale:n`, with n from 0 in reading order. */
	id: string;
	document_id: string;
	title: string;
	/** The headings it stands under, the title left out: `Shipping › Austria`; null above the first one. */
	heading: string | null;
	url: string | null;
	locale: string;
	source?: string;
	/** As its document has them. */
	aliases?: string;
	/** Of a PDF, from 1. */
	page?: number;
	/** Plain text of whole sentences; a line for each paragraph, item of a list or row of a table. */
	text: string;
}
