import { PLUGIN_ID } from '../plugin-id';
import { de } from './de';
import { en, type Translations } from './en';

const TRANSLATIONS: Record<string, Translations> = { en, de };

/** The id under which a message of ours is found. */
export function messageId(key: keyof (typeof en)['messages']): string {
	return `${PLUGIN_ID}.${key}`;
}

/** The id of a field's help text. */
export function hintId(type: string, field: string): string {
	return `${PLUGIN_ID}.hint.${type}.${field}`;
}

/** Everything that Strapi's admin panel is to know in this language, under the ids that it looks for. */
export function translationsOf(locale: string): Record<string, string> {
	const translations = TRANSLATIONS[locale];
	if (!translations) return {};
	const { messages, types, fields } = translations;
	const own = Object.entries(messages).map(([key, text]) => [`${PLUGIN_ID}.${key}`, text]);
	const labels = Object.entries(fields).flatMap(([type, all]) =>
		Object.entries(all).map(([field, [label]]) => [
			`content-manager.content-types.plugin::${PLUGIN_ID}.${type}.${field}`,
			label,
		]),
	);
	const hints = Object.entries(fields).flatMap(([type, all]) =>
		Object.entries(all).map(([field, [, hint]]) => [hintId(type, field), hint]),
	);
	return { ...types, ...Object.fromEntries([...own, ...labels, ...hints]) };
}
