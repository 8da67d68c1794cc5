import { defineRouteConfig } from '@medusajs/admin-sdk';
import { Outlet } from 'react-router-dom';
import { crumb } from '../../../components/crumb';
import { GiveawayList } from '../../../giveaways/giveaway-list';

/** What was given away; the form that adds a giveaway opens above it. */
export default function GiveawaysPage() {
	return (
		<>
			<GiveawayList />
			<Outlet />
		</>
	);
}

export const handle = crumb('pages.giveaways');

export const config = defineRouteConfig({ label: 'pages.giveaways', translationNs: 'answerpack' });
