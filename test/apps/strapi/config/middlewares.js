module.exports = ({ env }) => [
	'strapi::logger',
	'strapi::errors',
	'strapi::security',
	{ name: 'strapi::cors', config: { origin: [env('STOREFRONT_URL', 'http://localhost:8000')] } },
	'strapi::poweredBy',
	'strapi::query',
	'strapi::body',
	'strapi::session',
	'strapi::favicon',
	'strapi::public',
];
