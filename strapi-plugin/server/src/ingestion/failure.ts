/**
 * Why something is not known to a bot. With `true` another attempt may help without anybody changing anything, and what
 * was known before stays; otherwise what was known is forgotten, since it is no longer what the entry says.
 */
const REASONS = {
	/** Something that nobody foresaw; the log says what. */
	internal: true,
	/** No text at all. */
	empty: false,
	text_too_long: false,

	content_type_missing: false,
	/** Detail: the name of the field. */
	field_missing: false,
	/** A relation, media or JSON. Detail: the name of the field. */
	field_type_unsupported: false,

	file_missing: false,
	file_too_large: false,
	file_type_unsupported: false,
	/** It is broken, or is not what its name says. */
	file_unreadable: false,
	pdf_encrypted: false,
	/** Pictures of pages, without text. */
	pdf_scanned: false,
	parsing_took_too_long: false,
	parsing_took_too_much_memory: false,
	storage_unreachable: true,

	address_invalid: false,
	/** It leads into a private network. */
	address_refused: false,
	robots_refused: false,
	redirects_too_many: false,
	/** Detail: the status. */
	page_refused: false,
	page_missing: false,
	page_too_large: false,
	page_type_unsupported: false,
	page_unreachable: true,
	page_timeout: true,
	sitemap_unreadable: false,
} as const satisfies Record<string, boolean>;

export type FailureReason = keyof typeof REASONS;

/** What keeps a document from being known, in words that an editor can act on (the admin panel has them). */
export class IngestionFailure extends Error {
	/** When it is read again in any case, in milliseconds since 1970. */
	readonly refresh_at: number | null;
	/** What it was to be read from, to know when that changes. */
	readonly origin: string | undefined;

	constructor(
		readonly reason: FailureReason,
		readonly detail: string | null = null,
		{ refresh_at = null, origin, ...options }: ErrorOptions & { refresh_at?: number | null; origin?: string } = {},
	) {
		super(detail ? `${reason}: ${detail}` : reason, options);
		this.name = 'IngestionFailure';
		this.refresh_at = refresh_at;
		this.origin = origin;
	}

	/** Whether another attempt may help although nobody changes anything. */
	get passing(): boolean {
		return REASONS[this.reason];
	}
}

export function isIngestionFailure(error: unknown): error is IngestionFailure {
	return error instanceof IngestionFailure;
}
