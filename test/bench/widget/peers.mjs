// The widgets that ours is measured beside. They are no dependencies of this repository, whose trees are huge: their packed
// files are fetched once, from the registry, and must be byte for byte the ones that were looked at.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inRoot } from '../../stack/root.mjs';

/**
 * @typedef {object} Peer
 * @property {string} name of the package
 * @property {string} version
 * @property {string} sha512 of the packed file, as the registry writes it
 * @property {string} [style] the style sheet that its README links
 * @property {(at: string) => string} script the script that its README shows, for its files at this address
 * @property {string} [launcher] what opens it; nothing when it is open from the start
 * @property {string} input where one writes; it is open when this can be seen
 */

/** @type {Peer[]} */
export const PEERS = [
	{
		name: 'deep-chat',
		version: '2.4.2',
		sha512: 'wQNd6Z6HDoH7OMeoQKpmxDm9XdWrRjMkBJ2yl5tsYND9Dz2UCv/BdGVM8vK2V0mhO1u+OniHYPWDGvjlNxjCeQ==',
		script: (at) => `import '${at}/deepChat.bundle.js';
const chat = document.createElement('deep-chat');
chat.setAttribute('connect', '{"url": "/peer-api/chat"}');
document.body.append(chat);`,
		input: 'deep-chat #text-input',
	},
	{
		name: '@n8n/chat',
		version: '1.37.0',
		sha512: 'V1EQxDp/+rW6o/5OZgbwDfgPJXG8Jrn3TIdq7Z/26QTP90Uo3g2gv8CMnaQcphdTQVR+K06X34DOCRHXa8Tqnw==',
		style: 'style.css',
		script: (at) => `import { createChat } from '${at}/chat.bundle.es.js';
createChat({ webhookUrl: new URL('/peer-api/webhook', location).href });`,
		launcher: '.chat-window-toggle',
		input: '.chat-window textarea',
	},
	{
		name: 'flowise-embed',
		version: '3.1.6',
		sha512: 'xSrvBDiEvIIzRFsPBgmzG3SdfBeG4wBzdchdMurft5PQcdYO0HfB8cwGhn00fE5JOsdhVZXfJ3Fq6e/DgrW4ag==',
		script: (at) => `import Chatbot from '${at}/web.js';
Chatbot.init({ chatflowid: 'bench', apiHost: location.origin + '/peer-api' });`,
		launcher: 'flowise-chatbot button',
		input: 'flowise-chatbot textarea',
	},
];

/**
 * The files of a peer's `dist`, by their paths in it.
 * @param {Peer} peer
 * @returns {Map<string, Buffer>}
 * @throws when the registry is out of reach, or gives another file than the one that was looked at
 */
export function filesOf({ name, version, sha512 }) {
	const cache = inRoot('node_modules/.cache/answerpack/bench/peers');
	const folder = join(cache, `${name.replace('/', '-')}-${version}`);
	if (!existsSync(folder)) {
		mkdirSync(cache, { recursive: true });
		const work = mkdtempSync(`${folder}.`);
		try {
			const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', work, `${name}@${version}`];
			execFileSync('npm', pack, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 120_000 });
			const [packed = ''] = readdirSync(work);
			const digest = createHash('sha512')
				.update(readFileSync(join(work, packed)))
				.digest('base64');
			if (digest !== sha512) throw new Error(`${packed} is another file than the one that was looked at`);
			execFileSync('tar', ['-xzf', packed], { cwd: work });
			renameSync(join(work, 'package'), folder);
		} finally {
			rmSync(work, { recursive: true, force: true });
		}
	}
	const dist = join(folder, 'dist');
	const paths = readdirSync(dist, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.(m?js|css)$/.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name));
	return new Map(paths.map((path) => [relative(dist, path), readFileSync(path)]));
}
