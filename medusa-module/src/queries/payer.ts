import type { IPaymentModuleService, MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import { isCardProvider } from '../modules/billing/stripe/saved-card';

interface Customer {
	id: string;
	email: string;
	account_holders?: { provider_id: string; external_id: string }[];
}

/**
 * Who a customer of the shop is at Stripe: as Medusa's own provider knows them, and made known by it where it does not yet.
 * @returns Stripe's id
 */
export async function payerOf(container: MedusaContainer, customerId: string): Promise<string> {
	const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
		entity: 'customer',
		fields: ['*', 'account_holders.*'],
		filters: { id: customerId },
	});
	const [customer] = data as unknown as Customer[];
	if (!customer) throw new Error(`There is no customer ${customerId}`);
	const known = customer.account_holders?.find(({ provider_id }) => isCardProvider(provider_id));
	if (known) return known.external_id;
	const payments = container.resolve<IPaymentModuleService>(Modules.PAYMENT);
	const providers = await payments.listPaymentProviders({ is_enabled: true });
	const provider_id = providers.map(({ id }) => id).find(isCardProvider);
	if (!provider_id) throw new Error('The shop has no Stripe provider (pp_stripe_…)');
	const holder = await payments.createAccountHolder({ provider_id, context: { customer } });
	await container.resolve(ContainerRegistrationKeys.LINK).create({
		[Modules.CUSTOMER]: { customer_id: customerId },
		[Modules.PAYMENT]: { account_holder_id: holder.id },
	});
	return holder.external_id;
}
