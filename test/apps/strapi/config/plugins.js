module.exports = ({ env }) => ({
	answerpack: {
		enabled: true,
		config: {
			medusaUrl: env('ANSWERPACK_MEDUSA_URL'),
			serviceSecret: env('ANSWERPACK_SERVICE_SECRET'),
		},
	},
	'users-permissions': { config: { jwtSecret: env('JWT_SECRET') } },
});
