module.exports = ({ env }) => [
	'strapi::logger',
	'strapi::errors',
	'strapi::security',
	{
		name: 'strapi::cors',
		config: {
			origin: [env('STOREFRONT_URL', 'http://localhost:8000')],
			methods: ['GET', 'POST', 'DELETE', 'OPTIONS'],
			headers: ['Content-Type', 'X-Answerpack-Pass', 'Last-Event-ID'],
			expose: ['Retry-After'],
		},
	},
	'strapi::poweredBy',
	'strapi::query',
	'strapi::body',
	'strapi::session',
	'strapi::favicon',
	'strapi::public',
];
