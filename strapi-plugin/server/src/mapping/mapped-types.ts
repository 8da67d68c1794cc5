import type { Core } from '@strapi/strapi';
import { contentTypes } from '@strapi/utils';
import { MAPPING_UID, PLUGIN_ID } from '../constants';
import type { MappingEntry } from '../content-types/mapping/schema';
import type { Issue } from '../settings/assert-nothing-wrong';
import { type Attribute, isNaming, isReadable } from './entry-text';

/** A content type that can be mapped. */
export interface MappableType {
	uid: string;
	name: string;
	localized: boolean;
	draft_and_publish: boolean;
	fields: { name: string; type: string }[];
}

/** A content type of Strapi, as far as it is read here. */
interface Model {
	uid: string;
	kind?: string;
	plugin?: string;
	info: { displayName: string };
	attributes: Record<string, Attribute & { private?: boolean }>;
	pluginOptions?: { i18n?: { localized?: boolean }; 'content-manager'?: { visible?: boolean } };
}

const NOT_EDITED = new Set(['id', 'documentId', 'createdAt', 'updatedAt', 'publishedAt', 'locale']);

/** The collection types of the shop, by uid; none of ours, and none that editors do not see. */
export function mappableType(strapi: Core.Strapi, uid: string): Model | undefined {
	const model = (strapi.contentTypes as unknown as Record<string, Model | undefined>)[uid];
	if (model?.kind !== 'collectionType' || model.plugin === PLUGIN_ID) return undefined;
	if (uid.startsWith('admin::') || uid.startsWith('strapi::')) return undefined;
	return model.pluginOptions?.['content-manager']?.visible === false ? undefined : model;
}

export function mappableTypes(strapi: Core.Strapi): MappableType[] {
	return Object.keys(strapi.contentTypes)
		.flatMap((uid) => mappableType(strapi, uid) ?? [])
		.filter(({ uid }) => uid.startsWith('api::'))
		.map((model) => ({
			uid: model.uid,
			name: model.info.displayName,
			localized: isLocalized(model),
			draft_and_publish: hasDrafts(model),
			fields: Object.entries(model.attributes)
				.filter(([name, attribute]) => !NOT_EDITED.has(name) && !attribute.private && isReadable(attribute))
				.map(([name, { type }]) => ({ name, type })),
		}))
		.sort((a, b) => a.name.localeCompare(b.name));
}

export function isLocalized(model: Model): boolean {
	return model.pluginOptions?.i18n?.localized === true;
}

export function hasDrafts(model: Model): boolean {
	return contentTypes.hasDraftAndPublish(model as never);
}

/** The published mappings of a content type. */
export async function mappingsOf(strapi: Core.Strapi, uid: string): Promise<MappingEntry[]> {
	return strapi.db.query(MAPPING_UID).findMany({ where: { contentType: uid, publishedAt: { $notNull: true } } });
}

/** The names in a field of a mapping that has one in each line, or commas between them. */
export function fieldNames(text: string | null): string[] {
	return (text ?? '').split(/[\n,]/).flatMap((name) => name.trim() || []);
}

/** What keeps a mapping from being published: a type or fields that are not there. */
export function checkMapping(strapi: Core.Strapi, { contentType, titleField, bodyFields }: MappingEntry): Issue[] {
	const model = mappableType(strapi, contentType ?? '');
	if (!model) return [{ field: 'contentType', problem: 'content_type_unknown' }];
	const issues: Issue[] = [];
	const title = model.attributes[titleField ?? ''];
	if (!title || !isNaming(title)) issues.push({ field: 'titleField', problem: 'field_unknown' });
	const texts = fieldNames(bodyFields).map((name) => model.attributes[name]);
	if (!texts.every((text) => text && isReadable(text))) issues.push({ field: 'bodyFields', problem: 'field_unknown' });
	return issues;
}
