import { Discuss } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { AddToBotAction } from './content-manager/bulk-add';
import { addFieldHints } from './content-manager/field-hints';
import { MAPPING_INPUTS } from './content-manager/mapping-inputs';
import { DeliveryPanel, KnowledgePanel, LockedPanel } from './content-manager/panels';
import { PERMISSIONS, PLUGIN_ID } from './plugin-id';
import { messageId, translationsOf } from './translations';

/** The content manager's own API, as far as it is used here. */
interface ContentManagerApis {
	addEditViewSidePanel(panels: unknown[]): void;
	addBulkAction(actions: unknown[]): void;
}

export default {
	register(app: StrapiApp): void {
		app.registerPlugin({ id: PLUGIN_ID, name: 'Answerpack' });
		app.addMenuLink({
			to: `plugins/${PLUGIN_ID}`,
			icon: Discuss,
			intlLabel: { id: messageId('plugin.name'), defaultMessage: 'Answerpack' },
			permissions: PERMISSIONS.read,
			Component: () => import('./pages/App').then(({ App }) => ({ default: App })),
		});
		app.widgets.register({
			id: 'attention',
			pluginId: PLUGIN_ID,
			icon: Discuss,
			title: { id: messageId('attention.title'), defaultMessage: 'Bots that need you' },
			component: async () => (await import('./home/Attention')).default,
			permissions: PERMISSIONS.read,
		});
		app.addFields(
			MAPPING_INPUTS.map(({ type, Component }) => ({ type, Component })) as Parameters<typeof app.addFields>[0],
		);
		app.registerHook('Admin/CM/pages/EditView/mutate-edit-view-layout', addFieldHints);
	},

	bootstrap(app: Pick<StrapiApp, 'getPlugin'>): void {
		const { addEditViewSidePanel, addBulkAction } = app.getPlugin('content-manager')
			.apis as unknown as ContentManagerApis;
		addEditViewSidePanel([LockedPanel, DeliveryPanel, KnowledgePanel]);
		addBulkAction([AddToBotAction]);
	},

	registerTrads: ({ locales }: { locales: string[] }) =>
		Promise.resolve(locales.map((locale) => ({ locale, data: translationsOf(locale) }))),
};
