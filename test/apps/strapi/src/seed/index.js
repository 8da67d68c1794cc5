const { articles } = require('./articles');
const { bot } = require('./bot');

const BOT_UID = 'plugin::answerpack.bot';
const ARTICLE_UID = 'plugin::answerpack.article';

/** Fills an empty database, once: an administrator, German beside English, the bot and what it knows. */
exports.seed = async (strapi) => {
	const { DEMO_ADMIN_EMAIL, DEMO_ADMIN_PASSWORD, DEMO_BOT_ID } = process.env;
	const store = strapi.store({ type: 'core', name: 'demo' });
	if (!DEMO_BOT_ID || (await store.get({ key: 'seeded' }))) return;

	await seedAdministrator(strapi, DEMO_ADMIN_EMAIL, DEMO_ADMIN_PASSWORD);
	await seedLocale(strapi, { code: 'de', name: 'German (de)' });
	await seedBot(strapi, DEMO_BOT_ID);
	for (const article of articles) await seedArticle(strapi, article, DEMO_BOT_ID);
	await store.set({ key: 'seeded', value: true });
	strapi.log.info(`The demo is seeded: the bot "${bot.name}" and ${articles.length} articles in English and German.`);
};

async function seedAdministrator(strapi, email, password) {
	if (!email || !password || (await strapi.service('admin::user').exists())) return;
	const role = await strapi.service('admin::role').getSuperAdmin();
	await strapi.service('admin::user').create({
		email,
		password,
		firstname: 'Kim',
		lastname: 'Kupferkanne',
		isActive: true,
		blocked: false,
		registrationToken: null,
		roles: role ? [role.id] : [],
	});
}

async function seedLocale(strapi, locale) {
	const locales = strapi.plugin('i18n').service('locales');
	if (!(await locales.findByCode(locale.code))) await locales.create(locale);
}

async function seedBot(strapi, documentId) {
	const bots = strapi.documents(BOT_UID);
	if (await bots.findOne({ documentId })) return;
	// A document's id can be chosen inside of `data`; beside it, it is ignored.
	await bots.create({ data: { documentId, ...bot }, status: 'published' });
}

async function seedArticle(strapi, { en, de }, botId) {
	const documents = strapi.documents(ARTICLE_UID);
	const known = await documents.findFirst({ locale: 'en', filters: { title: en.title } });
	const { documentId } =
		known ?? (await documents.create({ locale: 'en', data: { ...en, bots: [botId] }, status: 'published' }));
	// On its own: a start that was interrupted may have left the English entry alone.
	if (await documents.findOne({ documentId, locale: 'de' })) return;
	await documents.update({ documentId, locale: 'de', data: { ...de, bots: [botId] }, status: 'published' });
}
