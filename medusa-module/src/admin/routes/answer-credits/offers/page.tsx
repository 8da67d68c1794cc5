import { defineRouteConfig } from '@medusajs/admin-sdk';
import { Outlet } from 'react-router-dom';
import { crumb } from '../../../components/crumb';
import { OfferList } from '../../../offers/offer-list';

/** What this shop sells for its bots; the forms that make and change an offer open above it. */
export default function OffersPage() {
	return (
		<>
			<OfferList />
			<Outlet />
		</>
	);
}

export const handle = crumb('pages.offers');

export const config = defineRouteConfig({ label: 'pages.offers', translationNs: 'answerpack' });
