/** For the benchmark, whose visitors all come from one address. */
const MANY = { burst: 1e6, per_minute: 1e6 };
const NO_LIMITS = {
	visitorTokens: { burst: 1e6, per_hour: 1e6 },
	answersPerVisitor: MANY,
	answersPerAddress: MANY,
	answersPerBot: MANY,
	callsPerVisitor: MANY,
	answersAtOnce: { perAddress: 1e6, perProcess: 1e6 },
	streamsAtOnce: { perAddress: 1e6, perProcess: 1e6 },
};

const MANY_STORIES = {
	visitorTokens: { burst: 200, per_hour: 2000 },
	answersPerAddress: { burst: 300, per_minute: 600 },
};

module.exports = ({ env }) => ({
	answerpack: {
		enabled: true,
		config: {
			medusaUrl: env('ANSWERPACK_MEDUSA_URL'),
			serviceSecret: env('ANSWERPACK_SERVICE_SECRET'),
			// The end-to-end tests (test/e2e) open a fresh browser for nearly every story, all from one address, and ask within
			// seconds: to the plugin's own limits they would look like somebody who is after the free reserve. A real shop
			// leaves this out.
			limits: env('DEMO_LIMITS') === 'off' ? NO_LIMITS : MANY_STORIES,
		},
	},
	'users-permissions': { config: { jwtSecret: env('JWT_SECRET') } },
});
