import type { SubscriberArgs, SubscriberConfig } from '@medusajs/framework';
import { CustomerWorkflowEvents } from '@medusajs/framework/utils';
import forgetCustomers from '../jobs/forget-customers';
import { PRIVACY_MODULE } from '../modules/privacy';
import type PrivacyModuleService from '../modules/privacy/service';

/** A customer was deleted: what Strapi keeps of them goes at once. The job sees to it where this event is lost. */
export default async function customerDeleted({ event, container }: SubscriberArgs<{ id: string }>): Promise<void> {
	await container.resolve<PrivacyModuleService>(PRIVACY_MODULE).noteDeleted([event.data.id]);
	await forgetCustomers(container);
}

export const config: SubscriberConfig = {
	event: CustomerWorkflowEvents.DELETED,
	context: { subscriberId: 'answerpack-customer-deleted' },
};
