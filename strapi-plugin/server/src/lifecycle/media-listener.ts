import type { Core } from '@strapi/strapi';
import { mediaOrigin } from '../ingestion/readers/file';
import { getService } from '../services';

const MEDIA_UID = 'plugin::upload.file';

/**
 * Hears of changes of the media library, which bypass the document service: a file that is replaced is read again, and
 * what a deleted one said is forgotten, in the transaction of the change where there is one.
 */
export function listenToMedia(strapi: Core.Strapi): void {
	const changed = async (file: unknown, forget: boolean) => {
		const { id } = (file ?? {}) as { id?: number };
		if (id === undefined) return;
		const { rows, wake } = getService(strapi, 'ingestion');
		await strapi.db.transaction(async ({ onCommit }) => {
			if ((await rows.readAgain(mediaOrigin(id), forget)) === 0) return;
			onCommit(() => {
				getService(strapi, 'bot-indexes').invalidate();
				wake();
			});
		});
	};
	strapi.db.lifecycles.subscribe({
		models: [MEDIA_UID],
		afterUpdate: ({ result }) => changed(result, false),
		afterDelete: ({ result }) => changed(result, true),
	});
}
