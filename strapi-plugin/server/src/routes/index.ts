import { answerBodySchema } from '@answerpack/shared/contract';
import {
	CONVERSATIONS_READ_ACTION,
	KNOWLEDGE_EDIT_ACTION,
	OWNER_CAP_SPEND_ACTION,
	PLUGIN_ID,
	READ_ACTION,
	SETTINGS_EDIT_ACTION,
} from '../constants';
import { feedbackBodySchema } from '../controllers/answers';

const ERRORS = `plugin::${PLUGIN_ID}.errors`;

const visitorRoute = (method: 'GET' | 'POST' | 'DELETE', path: string, handler: string, body?: object) => ({
	method,
	path,
	handler,
	config: { middlewares: [ERRORS] },
	...(body && { request: { body: { 'application/json': body } } }),
});

/** For Medusa alone: with the service secret instead of a role. */
const serviceRoute = (method: 'GET' | 'DELETE', path: string, handler: string) => ({
	method,
	path: `/service${path}`,
	handler,
	config: { auth: false, middlewares: [ERRORS, `plugin::${PLUGIN_ID}.service-secret`] },
});

const adminRoute = (method: 'GET' | 'POST' | 'PUT', path: string, handler: string, action: string) => ({
	method,
	path,
	handler,
	config: {
		middlewares: [`plugin::${PLUGIN_ID}.quiet-errors`],
		policies: ['admin::isAuthenticatedAdmin', { name: 'admin::hasPermissions', config: { actions: [action] } }],
	},
});

/** What the visitors' routes are called in Users & Permissions; the public role gets them at first boot. */
export const PUBLIC_HANDLERS = [
	'bots.findOne',
	'visitors.create',
	'answers.create',
	'answers.events',
	'answers.stop',
	'answers.feedback',
	'conversations.findOne',
	'conversations.delete',
] as const;

export const routes = {
	'content-api': () => ({
		type: 'content-api',
		routes: [
			visitorRoute('GET', '/bots/:slug', 'bots.findOne'),
			visitorRoute('POST', '/visitors', 'visitors.create'),
			visitorRoute('POST', '/bots/:slug/answers', 'answers.create', answerBodySchema),
			visitorRoute('GET', '/answers/:id/events', 'answers.events'),
			visitorRoute('POST', '/answers/:id/stop', 'answers.stop'),
			visitorRoute('POST', '/answers/:id/feedback', 'answers.feedback', feedbackBodySchema),
			visitorRoute('GET', '/conversations/:id', 'conversations.findOne'),
			visitorRoute('DELETE', '/conversations/:id', 'conversations.delete'),
			serviceRoute('GET', '/customers/:id/conversations', 'customers.conversations'),
			serviceRoute('DELETE', '/customers/:id/conversations', 'customers.erase'),
		],
	}),
	admin: () => ({
		type: 'admin',
		routes: [
			adminRoute('GET', '/bots', 'overview.find', READ_ACTION),
			adminRoute('GET', '/bots/:id', 'overview.findOne', READ_ACTION),
			adminRoute('POST', '/bots/:id/deliver', 'overview.deliver', SETTINGS_EDIT_ACTION),
			adminRoute('POST', '/bots', 'bot-settings.create', SETTINGS_EDIT_ACTION),
			adminRoute('GET', '/bots/:id/settings', 'bot-settings.find', READ_ACTION),
			adminRoute('PUT', '/bots/:id/settings', 'bot-settings.update', SETTINGS_EDIT_ACTION),
			adminRoute('GET', '/bots/:id/pools', 'bot-settings.pools', READ_ACTION),
			adminRoute('GET', '/attention', 'bot-settings.attention', READ_ACTION),
			adminRoute('POST', '/bots/:id/playground', 'playground.ask', OWNER_CAP_SPEND_ACTION),
			adminRoute('GET', '/bots/:id/gaps', 'gaps.find', KNOWLEDGE_EDIT_ACTION),
			adminRoute('POST', '/bots/:id/gaps/dismiss', 'gaps.dismiss', KNOWLEDGE_EDIT_ACTION),
			adminRoute('POST', '/bots/:id/gaps/draft', 'gaps.draft', KNOWLEDGE_EDIT_ACTION),
			adminRoute('POST', '/bots/:id/conversations/list', 'conversation-overview.list', CONVERSATIONS_READ_ACTION),
			adminRoute(
				'GET',
				'/bots/:id/conversations/:answer_id',
				'conversation-overview.findOne',
				CONVERSATIONS_READ_ACTION,
			),
			adminRoute('GET', '/sources/state', 'sources.state', READ_ACTION),
			adminRoute('GET', '/sources/derived', 'sources.derived', READ_ACTION),
			adminRoute('POST', '/sources/retry', 'sources.retry', KNOWLEDGE_EDIT_ACTION),
			adminRoute('GET', '/content-types', 'sources.contentTypes', READ_ACTION),
			adminRoute('GET', '/bots/:id/sources', 'sources.find', READ_ACTION),
			adminRoute('POST', '/bots/:id/sources', 'sources.connect', KNOWLEDGE_EDIT_ACTION),
			adminRoute('GET', '/bots/:id/search', 'sources.search', READ_ACTION),
			adminRoute('GET', '/bots/:id/knowledge', 'sources.report', READ_ACTION),
		],
	}),
};
