// `npm start`. Only old syntax here, and everything else imported after the check: a Node that is too old must get as
// far as the sentence that says so.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
	console.error(`Answerpack needs Node 20.19 or newer, and this is ${process.versions.node}: see https://nodejs.org.`);
	process.exit(1);
}
import('./cli.mjs').then(
	(cli) => cli.main(process.argv.slice(2)),
	(error) => {
		if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
		console.error(`Something is not installed: run "npm ci" first. (${error.message.split('\n')[0]})`);
		process.exit(1);
	},
);
