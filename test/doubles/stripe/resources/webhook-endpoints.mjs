/** @import Stripe from 'stripe' */
/** @import { FieldsOf } from '../http/parameters.mjs' */
/** @import { WebhookEndpoint } from '../types.ts' */
/** @import { World } from '../world/world.mjs' */
import { pageOf } from '../answers/list.mjs';
import { refused } from '../http/errors.mjs';
import { array, boolean, metadata, oneOf, page, required, string, unsettable, url } from '../http/parameters.mjs';
import { route } from '../http/routes.mjs';
import { officeOf } from '../webhooks/deliveries.mjs';
import { newSecret } from '../webhooks/signature.mjs';
import { newId } from '../world/ids.mjs';
import { now } from '../world/time.mjs';
import { inPath, mergedMetadata, reading } from './shared.mjs';

const ENDPOINTS_MAX = 16;
const settings = {
	description: unsettable(string),
	enabled_events: array(string),
	metadata,
	url,
};

/**
 * @param {World} world
 * @param {Pick<WebhookEndpoint, 'api_version' | 'description' | 'enabled_events' | 'metadata' | 'url'>} settings
 */
function add(world, settings) {
	return world.webhookEndpoints.add({
		id: newId('we'),
		object: 'webhook_endpoint',
		application: null,
		created: now(world),
		livemode: false,
		status: 'enabled',
		...settings,
	});
}

/** @param {World} world @param {WebhookEndpoint} endpoint @param {string} secret */
function sign(world, endpoint, secret) {
	officeOf(world).secrets.set(endpoint.id, [{ secret, until: Number.MAX_SAFE_INTEGER }]);
}

/**
 * An endpoint that is there from the start, known by its description, with a secret that its owner brings along.
 * @typedef {Pick<WebhookEndpoint, 'api_version' | 'enabled_events' | 'url'> & {description: string, secret: string}} StandingEndpoint
 */

/** @param {World} world @param {StandingEndpoint} endpoint */
export function keepEndpoint(world, { secret, ...settings }) {
	const known = world.webhookEndpoints.all().find(({ description }) => description === settings.description);
	const endpoint = known ? Object.assign(known, settings) : add(world, { metadata: {}, ...settings });
	sign(world, endpoint, secret);
}

export const webhookEndpoints = [
	route(
		'POST /v1/webhook_endpoints',
		/** @satisfies {FieldsOf<Stripe.WebhookEndpointCreateParams>} */ ({
			...settings,
			api_version: oneOf('2024-04-10', '2026-10-28.endive'),
			enabled_events: required(settings.enabled_events),
			url: required(url),
		}),
		(world, { params }) => {
			if (world.webhookEndpoints.size >= ENDPOINTS_MAX) {
				throw refused(`You have reached the maximum of ${ENDPOINTS_MAX} test webhook endpoints.`);
			}
			const secret = newSecret();
			const endpoint = add(world, {
				api_version: params.api_version ?? null,
				description: params.description ?? null,
				enabled_events: params.enabled_events,
				metadata: mergedMetadata({}, params.metadata),
				url: params.url,
			});
			sign(world, endpoint, secret);
			// Only now: nobody is shown the secret again.
			return { ...endpoint, secret };
		},
	),
	reading('/v1/webhook_endpoints/:id', (world) => world.webhookEndpoints, 'webhook_endpoint'),
	route(
		'POST /v1/webhook_endpoints/:id',
		/** @satisfies {FieldsOf<Stripe.WebhookEndpointUpdateParams>} */ ({ ...settings, disabled: boolean }),
		(world, { path, params: { disabled, metadata: given, ...params } }) => {
			const endpoint = inPath(world.webhookEndpoints, path.id, 'webhook_endpoint');
			Object.assign(endpoint, params, { metadata: mergedMetadata(endpoint.metadata, given) });
			if (disabled !== undefined) endpoint.status = disabled ? 'disabled' : 'enabled';
			return endpoint;
		},
	),
	route('DELETE /v1/webhook_endpoints/:id', {}, (world, { path }) => {
		const endpoint = inPath(world.webhookEndpoints, path.id, 'webhook_endpoint');
		world.webhookEndpoints.remove(endpoint.id);
		return { id: endpoint.id, object: endpoint.object, deleted: true };
	}),
	route('GET /v1/webhook_endpoints', page, (world, { params }) => {
		return pageOf(world.webhookEndpoints.all(), params, { url: '/v1/webhook_endpoints', noun: 'webhook endpoint' });
	}),
];
