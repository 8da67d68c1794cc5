import { readSecrets } from '@answerpack/shared/server';
import type { Core } from '@strapi/strapi';
import { loadConversationKey } from '../privacy/conversation-key';
import { createQuietLog } from '../privacy/quiet-log';
import { configOf, getService } from '../services';
import { registerAdminPermissions } from './admin-permissions';
import { createDocumentMiddleware } from './document-middleware';
import { listenToMedia } from './media-listener';
import { proxyWarning } from './proxy-warning';
import { grantPublicPermissions } from './public-permissions';
import { reconcileBots } from './reconcile-bots';

/** Names of the jobs; `destroy` removes them. */
export const JOBS = {
	deliver: 'answerpack: deliver',
	abandoned: 'answerpack: end abandoned answers',
	ingest: 'answerpack: ingest',
	reconcile: 'answerpack: look for what was published unheard',
	retention: 'answerpack: erase what is past its days',
};
const INGEST_EVERY_2_SECONDS = '1-59/2 * * * * *';
const RECONCILE_HOURLY = '0 23 * * * *';
const RETENTION_EVERY_MINUTE = '37 * * * * *';
const DELIVER_EVERY_2_SECONDS = '*/2 * * * * *';
const ABANDONED_EVERY_5_SECONDS = '*/5 * * * * *';

export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
	const log = createQuietLog(strapi.log);
	await registerAdminPermissions(strapi);
	const secrets = readSecrets(configOf(strapi).serviceSecret);
	getService(strapi, 'keyed-hash').use(await loadConversationKey(strapi, secrets));
	strapi.documents.use(createDocumentMiddleware(strapi));
	listenToMedia(strapi);
	const warning = proxyWarning(strapi.config.get('server.proxy'));
	if (warning) strapi.log.warn(warning);
	await grantPublicPermissions(strapi);
	await reconcileBots(strapi);

	const outbox = getService(strapi, 'outbox');
	getService(strapi, 'ledger').onRecovery(() => void outbox.deliverAll().catch((error) => log.error(error)));
	outbox.onLateSettlement(getService(strapi, 'answering').correct);
	const ingestion = getService(strapi, 'ingestion');
	await ingestion.reconcile();
	strapi.cron.add({
		[JOBS.ingest]: { task: async () => ingestion.wake(), options: { rule: INGEST_EVERY_2_SECONDS } },
		[JOBS.reconcile]: { task: () => ingestion.reconcile(), options: { rule: RECONCILE_HOURLY } },
		[JOBS.deliver]: { task: () => outbox.deliverDue(), options: { rule: DELIVER_EVERY_2_SECONDS } },
		[JOBS.retention]: {
			task: () =>
				getService(strapi, 'retention')
					.eraseDue(new Date())
					.catch((error) => log.error(error)),
			options: { rule: RETENTION_EVERY_MINUTE },
		},
		[JOBS.abandoned]: {
			task: () => getService(strapi, 'answering').endAbandoned(),
			options: { rule: ABANDONED_EVERY_5_SECONDS },
		},
	});
}
