import { defineRouteConfig } from '@medusajs/admin-sdk';
import { crumb } from '../../../components/crumb';
import { OffersSection } from '../../../components/offers-section';

/** What this shop sells for its bots. */
export default function OffersPage() {
	return <OffersSection />;
}

export const handle = crumb('pages.offers');

export const config = defineRouteConfig({ label: 'pages.offers', translationNs: 'answerpack' });
