/** @import Stripe from 'stripe' */
/** @import * as T from '../types.ts' */
/** @import { FieldsOf } from '../http/parameters.mjs' */
/** @import { World } from '../world/world.mjs' */
import { pageOf } from '../answers/list.mjs';
import { passTime } from '../billing/due.mjs';
import { intervalOf } from '../billing/subscription-life.mjs';
import { badParameter, refused } from '../http/errors.mjs';
import { page, required, string, timestamp } from '../http/parameters.mjs';
import { route } from '../http/routes.mjs';
import { DAY_SECONDS, nthPeriod } from '../world/calendar.mjs';
import { emit } from '../world/events.mjs';
import { newId } from '../world/ids.mjs';
import { realNow } from '../world/time.mjs';
import { deleteCustomer } from './customers.mjs';
import { inPath, reading } from './shared.mjs';

const INTERVALS_MAX = 2;
const PATH = '/v1/test_helpers/test_clocks';

export const testClocks = [
	route(
		`POST ${PATH}`,
		/** @satisfies {FieldsOf<Stripe.TestHelpers.TestClockCreateParams>} */ ({
			frozen_time: required(timestamp),
			name: string,
		}),
		(world, { params }) => {
			const clock = world.testClocks.add({
				id: newId('clock'),
				object: 'test_helpers.test_clock',
				created: realNow(),
				deletes_after: realNow() + 30 * DAY_SECONDS,
				frozen_time: params.frozen_time,
				livemode: false,
				name: params.name ?? null,
				status: 'ready',
				status_details: {},
			});
			world.clockTimes.set(clock.id, clock.frozen_time);
			emit(world, 'test_helpers.test_clock.created', clock);
			return clock;
		},
	),
	reading(`${PATH}/:id`, (world) => world.testClocks, 'test_clock'),
	route(
		`POST ${PATH}/:id/advance`,
		/** @satisfies {FieldsOf<Stripe.TestHelpers.TestClockAdvanceParams>} */ ({ frozen_time: required(timestamp) }),
		(world, { path, params }) => {
			const clock = inPath(world.testClocks, path.id, 'test_clock');
			assertCanAdvance(world, clock, params.frozen_time);
			clock.status = 'advancing';
			clock.status_details = { advancing: { target_frozen_time: params.frozen_time } };
			emit(world, 'test_helpers.test_clock.advancing', clock);
			world.later.push(() => advance(world, clock, params.frozen_time));
			return clock;
		},
	),
	route(`DELETE ${PATH}/:id`, {}, (world, { path }) => {
		const clock = inPath(world.testClocks, path.id, 'test_clock');
		for (const customer of world.customers.all()) {
			if (customer.test_clock === clock.id) deleteCustomer(world, customer);
		}
		emit(world, 'test_helpers.test_clock.deleted', clock);
		world.testClocks.remove(clock.id);
		return { id: clock.id, object: clock.object, deleted: true };
	}),
	route(`GET ${PATH}`, page, (world, { params }) => {
		return pageOf(world.testClocks.all(), params, { url: PATH, noun: 'testclock' });
	}),
];

/**
 * @param {World} world
 * @param {T.TestClock} clock
 * @param {number} to
 */
function assertCanAdvance(world, clock, to) {
	if (clock.status === 'advancing')
		throw refused('The test clock is advancing already: wait until its status is ready.');
	if (to <= clock.frozen_time) {
		throw badParameter(`The frozen time must be after the clock's current one (${clock.frozen_time}).`, 'frozen_time');
	}
	const ends = world.subscriptions
		.all()
		.filter(({ test_clock, ended_at }) => test_clock === clock.id && !ended_at)
		.flatMap(({ items }) => items.data.map((item) => nthPeriod(clock.frozen_time, intervalOf(item), INTERVALS_MAX)));
	const limit = Math.min(...ends, nthPeriod(clock.frozen_time, { interval: 'year', interval_count: 1 }, 2));
	if (to <= limit) return;
	throw badParameter(
		`The frozen time cannot be more than two intervals of the shortest subscription ahead: ${limit} at most.`,
		'frozen_time',
	);
}

/**
 * @param {World} world
 * @param {T.TestClock} clock
 * @param {number} to
 */
function advance(world, clock, to) {
	passTime(world, clock.id, to, (at) => {
		world.clockTimes.set(clock.id, at ?? to);
	});
	clock.frozen_time = to;
	clock.status = 'ready';
	clock.status_details = {};
	emit(world, 'test_helpers.test_clock.ready', clock);
}
