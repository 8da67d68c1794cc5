import { useRBAC } from '@strapi/strapi/admin';
import { PERMISSIONS } from '../plugin-id';

type Permitted = Record<keyof typeof PERMISSIONS, boolean> & { isLoading: boolean };

/** What of a bot this person may do; nothing while that is being found out. */
export function usePermitted(): Permitted {
	// Strapi's own `allowedActions` go by the last part of an action: `settings.edit` and `knowledge.edit` would be one.
	const { permissions, isLoading } = useRBAC(ALL);
	const has = (name: keyof typeof PERMISSIONS) =>
		permissions.some(({ action }) => PERMISSIONS[name].some((wanted) => wanted.action === action));
	return {
		isLoading,
		read: has('read'),
		settings: has('settings'),
		knowledge: has('knowledge'),
		conversations: has('conversations'),
		spend: has('spend'),
	};
}

const ALL = Object.values(PERMISSIONS).flat() as Parameters<typeof useRBAC>[0];
