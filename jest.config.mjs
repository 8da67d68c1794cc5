// One run, five projects: `unit` needs nothing, `integration` a Postgres (started here), `faults` brings processes and a
// Postgres of its own, `browser` needs a browser and the built widget, `e2e` the whole stack as well (started here too). HOW: npx jest --selectProjects unit -- shared/src/credits
const swc = [
	'@swc/jest',
	{
		jsc: {
			target: 'es2022',
			parser: { syntax: 'typescript', tsx: true, decorators: true },
			// Medusa's services and MikroORM's entities read the types that their decorators see.
			transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
		},
	},
];

/** @type {import('jest').Config} */
const common = {
	rootDir: import.meta.dirname,
	testEnvironment: 'node',
	moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'mts', 'tsx', 'jsx', 'json', 'node'],
	transform: { '^.+\\.[cm]?[jt]sx?$': swc },
	transformIgnorePatterns: ['/node_modules/', '/dist/', '/\\.medusa/'],
	modulePathIgnorePatterns: ['/dist/', '/\\.medusa/', '<rootDir>/\\.answerpack/'],
	// From source, for the tests and for the packages that they load: nothing to build first, nothing stale, one copy.
	moduleNameMapper: { '^@answerpack/shared/([a-z]+)$': '<rootDir>/shared/src/$1/index.ts' },
	resolver: '<rootDir>/test/jest/resolver.cjs',
};

/** @type {import('jest').Config} */
export default {
	// When something is taken to hang: starting a Medusa and filling it takes half a minute, on a busy machine minutes.
	testTimeout: 180_000,
	testSequencer: '<rootDir>/test/jest/sequencer.cjs',
	projects: [
		{
			...common,
			displayName: 'unit',
			testMatch: ['<rootDir>/{shared,medusa-module,strapi-plugin,widget,test}/**/__tests__/**/*.test.{ts,tsx,mts}'],
			extensionsToTreatAsEsm: ['.mts'],
		},
		{
			...common,
			displayName: 'integration',
			testMatch: ['<rootDir>/{shared,medusa-module,strapi-plugin,widget,test}/**/*.spec.{ts,mts}'],
			extensionsToTreatAsEsm: ['.mts'],
			globalSetup: '<rootDir>/test/jest/postgres-setup.mjs',
			globalTeardown: '<rootDir>/test/jest/postgres-teardown.mjs',
			setupFiles: ['<rootDir>/test/jest/integration-setup.cjs'],
		},
		{
			...common,
			displayName: 'faults',
			testMatch: ['<rootDir>/test/faults/**/*.fault.ts'],
			extensionsToTreatAsEsm: ['.ts'],
		},
		{
			...common,
			displayName: 'browser',
			testMatch: ['<rootDir>/test/widget/**/*.browser.ts'],
			extensionsToTreatAsEsm: ['.ts'],
		},
		{
			...common,
			displayName: 'e2e',
			testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'],
			extensionsToTreatAsEsm: ['.ts'],
			globalSetup: '<rootDir>/test/e2e/setup.mjs',
			globalTeardown: '<rootDir>/test/e2e/teardown.mjs',
		},
	],
};
