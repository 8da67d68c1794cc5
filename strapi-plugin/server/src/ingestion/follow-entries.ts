import type { Core } from '@strapi/strapi';
import { MAPPING_UID } from '../constants';
import type { MappingEntry } from '../content-types/mapping/schema';
import { hasDrafts, mappableType } from '../mapping/mapped-types';
import type { DocumentRows } from './document-rows';
import { entryKey } from './readers/mapping';

/**
 * Makes the documents of an entry of a mapped content type follow what is published of it now, in the transaction of its
 * change.
 */
export async function followEntry(
	strapi: Core.Strapi,
	rows: DocumentRows,
	mappings: readonly MappingEntry[],
	uid: string,
	documentId: string,
): Promise<void> {
	const model = mappableType(strapi, uid);
	if (!model) return;
	const published: { documentId: string; locale: string | null }[] = await strapi.db.query(uid).findMany({
		select: ['documentId', 'locale'],
		where: { documentId, ...(hasDrafts(model) && { publishedAt: { $notNull: true } }) },
	});
	for (const mapping of mappings) {
		const keys = published.map((entry) => entryKey(mapping, uid, entry));
		const known = { source_uid: MAPPING_UID, source_id: mapping.documentId, uid, entry_id: documentId };
		await rows.forget(
			known,
			keys.map(({ locale }) => locale),
		);
		await rows.want(keys, 0);
	}
}
