// TypeScript writes the suffix of what it emits (`./tokens.js`), jest reads what we wrote (`./tokens.ts`): where the
// former is missing, the latter is meant.
/**
 * @param {string} request
 * @param {import('jest-resolve').ResolverOptions & {defaultResolver: import('jest-resolve').SyncResolver}} options
 */
module.exports = (request, options) => {
	try {
		return options.defaultResolver(request, options);
	} catch (error) {
		if (!/^\.{1,2}\/.*\.js$/.test(request) || options.basedir.includes('/node_modules/')) throw error;
		return options.defaultResolver(request.replace(/\.js$/, ''), options);
	}
};
