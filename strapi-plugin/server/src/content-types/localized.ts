/** A type or a field that has a value in each of Strapi's locales. */
export const localized = { i18n: { localized: true } } as const;

/** A link of the shop's own site or a whole address; never `javascript:`. */
export const LINK = '^(https?://\\S+|/(?!/)\\S*)$';
