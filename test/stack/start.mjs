// `npm start`. Only plain syntax in this file: an old Node must get as far as the sentence that says it is too old.
// biome-ignore-all lint/complexity/useOptionalChain lint/style/useTemplate lint/complexity/useArrowFunction: as above
var version = /^(\d+)\.(\d+)/.exec(process.versions.node) || ['', '0', '0'];
var major = Number(version[1]);
if (major < 20 || (major === 20 && Number(version[2]) < 19)) {
	console.error(
		'Answerpack needs Node 20.19 or newer, and this is ' + process.versions.node + ': see https://nodejs.org.',
	);
	process.exit(1);
}
import('./cli.mjs').then(
	function (cli) {
		return cli.main(process.argv.slice(2));
	},
	function (error) {
		if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
		console.error('Something is not installed: run "npm ci" first. (' + error.message.split('\n')[0] + ')');
		process.exit(1);
	},
);
