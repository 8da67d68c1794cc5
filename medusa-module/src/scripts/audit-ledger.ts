import type { ExecArgs } from '@medusajs/framework/types';
import auditLedger from '../jobs/audit-ledger';

/** `npx medusa exec node_modules/@answerpack/medusa/.medusa/server/src/scripts/audit-ledger.js` */
export default async function run({ container }: ExecArgs): Promise<void> {
	if (!(await auditLedger(container))) process.exitCode = 1;
}
