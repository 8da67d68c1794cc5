import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { SERVICE_SECRET } from '../ledger';
import type { Call, Outcome } from './calls';

const ROOT = resolve(__dirname, '../../../../../..');
const SHARED = ['contract', 'credits', 'pools', 'server'];

/** What a child runs: the ledger as it is here, in JavaScript. */
let code: Uint8Array | undefined;

function compile(): Uint8Array {
	const { outputFiles } = buildSync({
		entryPoints: [join(__dirname, 'process.ts')],
		alias: Object.fromEntries(
			SHARED.map((name) => [`@answerpack/shared/${name}`, join(ROOT, `shared/src/${name}/index.ts`)]),
		),
		bundle: true,
		packages: 'external',
		platform: 'node',
		write: false,
	});
	return outputFiles[0]?.contents as Uint8Array;
}

/** A process of its own that runs the ledger on this database. Whoever starts it kills it. */
export async function startChild(url: string, connections_max: number) {
	code ??= compile();
	const child: ChildProcess = spawn(process.execPath, ['-'], {
		cwd: ROOT, // what it requires is found from there
		env: { ...process.env, LEDGER_URL: url, LEDGER_CONNECTIONS_MAX: String(connections_max), SERVICE_SECRET },
		stdio: ['pipe', 'inherit', 'inherit', 'ipc'],
	});
	child.stdin?.end(code);
	await Promise.race([
		once(child, 'message'),
		once(child, 'exit').then(() => Promise.reject(new Error('the child ended before it was ready'))),
	]);
	return {
		/** Makes all calls at once. @returns how they go: by the call's place, once it has been answered. */
		make(at: string, calls: Call[]): Map<number, Outcome> {
			const outcomes = new Map<number, Outcome>();
			child.on('message', ([n, outcome]: [number, Outcome]) => outcomes.set(n, outcome));
			child.send({ at, calls });
			return outcomes;
		},
		async kill(): Promise<void> {
			if (child.signalCode) return;
			const gone = once(child, 'exit');
			child.kill('SIGKILL');
			await gone;
		},
	};
}
