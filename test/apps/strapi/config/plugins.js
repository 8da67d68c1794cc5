/** For the benchmark, whose visitors all come from one address. */
const MANY = { burst: 1e6, per_minute: 1e6 };
const NO_LIMITS = {
	visitorTokens: { burst: 1e6, per_hour: 1e6 },
	answersPerVisitor: MANY,
	answersPerAddress: MANY,
	answersPerBot: MANY,
	answersAtOnce: { perAddress: 1e6, perProcess: 1e6 },
	streamsAtOnce: { perAddress: 1e6, perProcess: 1e6 },
};

module.exports = ({ env }) => ({
	answerpack: {
		enabled: true,
		config: {
			medusaUrl: env('ANSWERPACK_MEDUSA_URL'),
			serviceSecret: env('ANSWERPACK_SERVICE_SECRET'),
			// The end-to-end tests (test/e2e) open a fresh browser for nearly every story, all from one address: to the
			// plugin's own limit they would look like somebody who is after the free reserve. A real shop leaves it out.
			limits: env('DEMO_LIMITS') === 'off' ? NO_LIMITS : { visitorTokens: { burst: 200, per_hour: 2000 } },
		},
	},
	'users-permissions': { config: { jwtSecret: env('JWT_SECRET') } },
});
