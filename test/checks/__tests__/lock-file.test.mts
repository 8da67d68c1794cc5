import { problemsOf } from '../lock-file.mjs';

const sound = {
	'': {},
	shared: { resolved: 'shared', link: true },
	'node_modules/turbo': { optionalDependencies: { '@turbo/linux-64': '2.11.9' } },
	'node_modules/@turbo/linux-64': {},
	'node_modules/a': {},
	'node_modules/a/node_modules/b': { optionalDependencies: { c: '1.0.0' } },
	'node_modules/a/node_modules/c': {},
};

test('a sound lock file has no problems', () => {
	expect(problemsOf(sound)).toEqual([]);
});

test.each([
	[
		'a package that npm writes down but never installs',
		{ 'test/apps/strapi/node_modules/react': {} },
		/never be installed/,
	],
	['an extraneous package', { 'node_modules/left-over': { extraneous: true } }, /run npm install again/],
	[
		'an address of a registry',
		{ 'node_modules/b': { resolved: 'https://packages.example/b.tgz' } },
		/registry's address/,
	],
	[
		'a platform that is missing',
		{ 'node_modules/d': { optionalDependencies: { '@d/darwin-arm64': '1' } } },
		/lacks its optional @d\/darwin-arm64/,
	],
	[
		'a platform that only another package has for itself',
		{ 'node_modules/d': { optionalDependencies: { c: '1.0.0' } } },
		/lacks its optional c/,
	],
])('finds %s', (_what, added, sentence) => {
	expect(problemsOf({ ...sound, ...added })).toEqual([expect.stringMatching(sentence)]);
});
