import type { Core } from '@strapi/strapi';
import type { RetrievedPassage } from '../knowledge';
import { getService } from '../services';

/** A passage that a search found, with what the bot sees of it. */
export interface PassageFound {
	score: number;
	/** Words of the passage that the question asks for. */
	terms: string[];
	title: string;
	heading: string | null;
	text: string;
	url: string | null;
	page: number | null;
	source: string;
	/** The entry to open in the content manager; `null` when it is gone meanwhile. */
	entry: { uid: string; document_id: string; locale: string } | null;
}

/** Passages as the admin panel shows them, with the entries that they come from. */
export async function presentPassages(
	strapi: Core.Strapi,
	passages: readonly RetrievedPassage[],
): Promise<PassageFound[]> {
	const entries = await getService(strapi, 'ingestion').rows.entriesOf(
		passages.map(({ passage }) => Number(passage.document_id)),
	);
	return passages.map(({ passage, score, terms }) => {
		const { document_id, title, heading, text, url, page = null, source = '' } = passage;
		const entry = entries.get(Number(document_id)) ?? null;
		return { score, terms, title, heading, text, url, page, source, entry };
	});
}
