import type { ExecArgs } from '@medusajs/framework/types';
import { seedAdminUser } from '../seed/admin-user';
import { seedProducts } from '../seed/products';
import { seedShop } from '../seed/shop';

/** Fills an empty Medusa with the demo shop. `medusa db:migrate` runs it once, and again if it was interrupted. */
export default async function seedDemoShop({ container }: ExecArgs): Promise<void> {
	const shop = await seedShop(container);
	await seedProducts(container, shop, setting('DEMO_BOT_ID'));
	await seedAdminUser(container, setting('DEMO_ADMIN_EMAIL'), setting('DEMO_ADMIN_PASSWORD'));
}

function setting(name: string): string {
	const value = process.env[name];
	if (!value) throw new Error(`The demo shop needs ${name} in its environment`);
	return value;
}
