import type { Core } from '@strapi/strapi';
import { MAPPING_UID } from '../../constants';
import type { MappingEntry } from '../../content-types/mapping/schema';
import { type Attribute, type Components, entryUrl, fieldText, isNaming, isReadable } from '../../mapping/entry-text';
import { fieldNames, hasDrafts, isLocalized, mappableType } from '../../mapping/mapped-types';
import type { DocumentKey, DocumentRow } from '../document-rows';
import { IngestionFailure } from '../failure';
import type { Reader, Reading } from '../reading';
import { DEFAULT_LOCALE } from '../sources';
import { publishedSource } from './published';

/** How often the entries are compared with those that are known: an import tells nobody. */
const COMPARE_MS = 3_600_000;
/** How deep components may lie in each other. */
const POPULATE = { populate: { populate: '*' } };

type Entry = Record<string, unknown> & { documentId: string; locale: string | null };

/** Reads a content type of the shop's own: which entries are published, and what each says. */
export const createMappingReader =
	(strapi: Core.Strapi): Reader =>
	async (row) => {
		const mapping = await publishedSource<MappingEntry>(strapi, row);
		if (!mapping) return { kind: 'gone' };
		if (row.uid === MAPPING_UID) return list(strapi, mapping);
		return row.uid === mapping.contentType ? readEntry(strapi, mapping, row) : { kind: 'gone' };
	};

/** @throws IngestionFailure when the type, or a field that the mapping names, is not there any more */
async function list(strapi: Core.Strapi, mapping: MappingEntry): Promise<Reading> {
	const { contentType, name, titleField, bodyFields, urlPattern, language } = mapping;
	const refresh_at = Date.now() + COMPARE_MS;
	const model = mappableType(strapi, contentType ?? '');
	if (!model) throw new IngestionFailure('content_type_missing', contentType, { refresh_at });
	const assertField = (field: string, isRight: (attribute: Attribute) => boolean) => {
		const attribute = model.attributes[field];
		if (!attribute) throw new IngestionFailure('field_missing', field, { refresh_at });
		if (!isRight(attribute)) throw new IngestionFailure('field_type_unsupported', field, { refresh_at });
	};
	assertField(titleField ?? '', isNaming);
	for (const field of fieldNames(bodyFields)) assertField(field, isReadable);
	const entries: Pick<Entry, 'documentId' | 'locale'>[] = await strapi.db.query(model.uid).findMany({
		select: ['documentId', 'locale'],
		...(hasDrafts(model) && { where: { publishedAt: { $notNull: true } } }),
		orderBy: { id: 'asc' },
	});
	return {
		kind: 'list',
		title: name ?? '',
		rules: JSON.stringify([contentType, titleField, bodyFields, urlPattern, language]),
		documents: entries.map((entry) => entryKey(mapping, model.uid, entry)),
		refresh_at,
	};
}

/** The row of an entry that a mapping makes known. */
export function entryKey(
	{ documentId, language }: Pick<MappingEntry, 'documentId' | 'language'>,
	uid: string,
	entry: Pick<Entry, 'documentId' | 'locale'>,
): DocumentKey {
	return {
		source_uid: MAPPING_UID,
		source_id: documentId,
		source_locale: '',
		uid,
		entry_id: entry.documentId,
		locale: entry.locale || language || DEFAULT_LOCALE,
	};
}

async function readEntry(strapi: Core.Strapi, mapping: MappingEntry, row: DocumentRow): Promise<Reading> {
	const model = mappableType(strapi, row.uid);
	if (!model) throw new IngestionFailure('content_type_missing', row.uid);
	const titleField = mapping.titleField ?? '';
	if (!(titleField in model.attributes)) throw new IngestionFailure('field_missing', titleField);
	// A field that is gone is said beside the mapping; what the others say is still true.
	const fields = fieldNames(mapping.bodyFields).filter((field) => field in model.attributes);
	const attribute = (name: string) => model.attributes[name] as Attribute;
	const nested = fields.filter((name) => ['component', 'dynamiczone'].includes(attribute(name).type));
	const entry: Entry | null = await strapi.db.query(row.uid).findOne({
		where: {
			documentId: row.entry_id,
			...(isLocalized(model) && { locale: row.locale }),
			...(hasDrafts(model) && { publishedAt: { $notNull: true } }),
		},
		populate: Object.fromEntries(nested.map((name) => [name, POPULATE])),
	});
	if (!entry) return { kind: 'gone' };
	const components = strapi.components as unknown as Components;
	return {
		kind: 'text',
		title: String(entry[titleField] ?? ''),
		format: 'markdown',
		body: fields
			.map((name) => fieldText(name, entry[name], attribute(name), components))
			.filter(Boolean)
			.join('\n\n'),
		url: entryUrl(mapping.urlPattern, entry),
	};
}
