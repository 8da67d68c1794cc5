import type { MedusaContainer } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import { createUsersWorkflow } from '@medusajs/medusa/core-flows';

/** Somebody who can sign in to the admin: a user, a login, and the one knowing the other, each made if it is missing. */
export async function seedAdminUser(container: MedusaContainer, email: string, password: string): Promise<void> {
	const query = container.resolve(ContainerRegistrationKeys.QUERY);
	const { data: users } = await query.graph({ entity: 'user', fields: ['id'], filters: { email } });
	const userId = users[0]?.id ?? (await createUser(container, email));

	const auth = container.resolve(Modules.AUTH);
	const login = { body: { email, password } };
	const registered = await auth.register('emailpass', login);
	const { authIdentity, error } = registered.authIdentity ? registered : await auth.authenticate('emailpass', login);
	if (!authIdentity) throw new Error(`The admin user could not be registered: ${error}`);
	await auth.updateAuthIdentities({ id: authIdentity.id, app_metadata: { user_id: userId } });
}

async function createUser(container: MedusaContainer, email: string): Promise<string> {
	const { result } = await createUsersWorkflow(container).run({
		input: { users: [{ email, first_name: 'Shop', last_name: 'Owner' }] },
	});
	const [user] = result;
	if (!user) throw new Error('Medusa made no user');
	return user.id;
}
