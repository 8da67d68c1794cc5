/** @import Stripe from 'stripe' */
/** @import { FieldsOf } from '../http/parameters.mjs' */
/** @import { World } from '../world/world.mjs' */
import { pageOf, within } from '../answers/list.mjs';
import { refused } from '../http/errors.mjs';
import { array, page, range, string } from '../http/parameters.mjs';
import { route } from '../http/routes.mjs';
import { DAY_SECONDS } from '../world/calendar.mjs';
import { EVENT_DAYS, eventBody } from '../world/events.mjs';
import { now } from '../world/time.mjs';
import { inPath } from './shared.mjs';

/** Events are listed in the version of the account, whatever the caller speaks: they were written down once. */
export const events = [
	route('GET /v1/events/:id', {}, (world, { path }) => eventBody(inPath(world.events, path.id), world.apiVersion)),
	route(
		'GET /v1/events',
		/** @satisfies {FieldsOf<Stripe.EventListParams>} */ ({
			...page,
			created: range,
			type: string,
			types: array(string),
		}),
		(world, { params }) => {
			if (params.type && params.types) {
				throw refused('You may only specify one of these parameters: type, types.', { code: 'parameters_exclusive' });
			}
			const rows = remembered(world)
				.filter(({ type }) => !params.type || matches(type, params.type))
				.filter(({ type }) => !params.types || params.types.includes(type))
				.filter(({ created }) => within(created, params.created));
			const found = pageOf(rows, params, { url: '/v1/events', noun: 'event' });
			return { ...found, data: found.data.map((event) => eventBody(event, world.apiVersion)) };
		},
	),
];

/** `invoice.*` is everything about invoices.
 * @param {string} type @param {string} wanted */
const matches = (type, wanted) => (wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted);

/** @param {World} world */
function remembered(world) {
	const since = now(world) - EVENT_DAYS * DAY_SECONDS;
	return world.events.all().filter(({ written }) => written > since);
}
