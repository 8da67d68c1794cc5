// Medusa and Strapi are quiet and alone in tests, whatever the shell that runs them says.
process.env.NODE_ENV = 'test';
process.env.MEDUSA_DISABLE_TELEMETRY = 'true';
process.env.STRAPI_TELEMETRY_DISABLED = 'true';
process.env.LOG_LEVEL ??= 'error';
// Medusa's test runner would take it for its own.
delete process.env.PORT;
