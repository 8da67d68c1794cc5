import { defineRouteConfig } from '@medusajs/admin-sdk';
import { ChatBubbleLeftRight } from '@medusajs/icons';
import { crumb } from '../../components/crumb';
import { Overview } from '../../overview/overview';

/** How the bots do. What is below it in the sidebar are pages of their own, sorted by the length of their paths. */
export default function AnswerCreditsPage() {
	return <Overview />;
}

export const handle = crumb('title');

export const config = defineRouteConfig({ label: 'title', translationNs: 'answerpack', icon: ChatBubbleLeftRight });
