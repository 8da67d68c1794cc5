import type { Core } from '@strapi/strapi';
import type { DocumentRow } from '../document-rows';

/** The published entry that a document's source is; `null` when it is none any more. */
export async function publishedSource<Entry>(
	strapi: Core.Strapi,
	{ source_uid, source_id, source_locale }: DocumentRow,
	populate?: object,
): Promise<Entry | null> {
	return strapi.db.query(source_uid).findOne({
		where: { documentId: source_id, locale: source_locale || null, publishedAt: { $notNull: true } },
		...(populate && { populate }),
	});
}
