const { default: Sequencer } = require('@jest/test-sequencer');

/** In the order of their names: the end-to-end tests tell one story, chapter by chapter, on one stack. */
module.exports = class ByName extends Sequencer {
	/**
	 * @override
	 * @param {import("@jest/test-result").Test[]} tests
	 */
	sort(tests) {
		return [...tests].sort((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
	}
};
