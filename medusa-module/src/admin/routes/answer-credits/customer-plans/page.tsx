import { defineRouteConfig } from '@medusajs/admin-sdk';
import { crumb } from '../../../components/crumb';
import { PlanList } from '../../../plans/plan-list';

/** Customers' plans: who has one, how it stands, and when it is billed next. */
export default function CustomerPlansPage() {
	return <PlanList />;
}

export const handle = crumb('pages.plans');

export const config = defineRouteConfig({ label: 'pages.plans', translationNs: 'answerpack' });
