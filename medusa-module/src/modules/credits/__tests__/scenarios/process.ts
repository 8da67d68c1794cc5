import { createPgConnection } from '@medusajs/framework/utils';
import CreditsModuleService from '../../service';
import { type Call, type Job, make, type Outcome, outcomeOf } from './calls';

// The real ledger in a process of its own, which tests kill (see child.ts). It makes all the calls that it is sent at once,
// and says how each one went.

const { LEDGER_URL, LEDGER_CONNECTIONS_MAX, SERVICE_SECRET } = process.env;
const pool = { min: 0, max: Number(LEDGER_CONNECTIONS_MAX) };
const connection = createPgConnection({ clientUrl: LEDGER_URL, pool });
let now = new Date();
const ledger = new CreditsModuleService(
	{ __pg_connection__: connection },
	{ service_secret: SERVICE_SECRET, clock: () => now },
);
const say = (message: 'ready' | [number, Outcome]) => process.send?.(message);

process.on('message', ({ at, calls }: Job) => {
	now = new Date(at);
	calls.forEach(async (call: Call, n) => {
		say([n, await outcomeOf(make(ledger, call))]);
	});
});
process.on('disconnect', () => process.exit());
say('ready');
