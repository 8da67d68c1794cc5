import type { Page } from 'playwright-core';
import { stack } from './stage.ts';

/** The shop's owner in Medusa's admin. */
export async function logInOwner(page: Page): Promise<void> {
	await page.goto(`${stack.medusa_admin}/login`);
	await page.locator('input[name=email]').fill(stack.admin_email);
	await page.locator('input[name=password]').fill(stack.admin_password);
	await page.locator('form').getByRole('button').last().click();
	await page.waitForURL((url) => !url.pathname.endsWith('/login'));
}

/** A bot's pools as the owner's page of bots shows them: credits used in the window that is open now. */
export async function usedByPool(): Promise<Record<string, number>> {
	const login = await fetch(`${stack.medusa}/auth/user/emailpass`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ email: stack.admin_email, password: stack.admin_password }),
	});
	const { token } = (await login.json()) as { token: string };
	const response = await fetch(`${stack.medusa}/admin/answerpack/bots`, {
		headers: { Authorization: `Bearer ${token}` },
	});
	const { bots } = (await response.json()) as {
		bots: { bot_id: string; pools: { pool: string; used: number; held: number }[] }[];
	};
	const bot = bots.find(({ bot_id }) => bot_id === stack.bot_id);
	return Object.fromEntries(bot?.pools.map(({ pool, used, held }) => [pool, used + held]) ?? []);
}
