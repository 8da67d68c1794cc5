import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import { createUserAccountWorkflow } from '@medusajs/medusa/core-flows';

/** Somebody who can sign in to the admin; when the address has a login already, nothing changes. */
export async function seedAdminUser(container: MedusaContainer, email: string, password: string): Promise<void> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const { data: users } = await query.graph({ entity: 'user', fields: ['id'], filters: { email } });
	if (users.length > 0) return;
	const { authIdentity, error } = await container
		.resolve(Modules.AUTH)
		.register('emailpass', { body: { email, password } });
	if (!authIdentity) throw new Error(`The admin user could not be registered: ${error}`);
	await createUserAccountWorkflow(container).run({
		input: { authIdentityId: authIdentity.id, userData: { email, first_name: 'Shop', last_name: 'Owner' } },
	});
}
