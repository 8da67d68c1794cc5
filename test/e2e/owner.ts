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

let token: Promise<string> | undefined;
function logIn(): Promise<string> {
	token ??= fetch(`${stack.medusa}/auth/user/emailpass`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ email: stack.admin_email, password: stack.admin_password }),
	})
		.then((login) => login.json())
		.then((answer) => (answer as { token: string }).token);
	return token;
}

/** The owner's own tools: Medusa's admin API. With a body it is a POST. */
export async function adminApi<T>(path: string, body?: object): Promise<T> {
	const response = await fetch(`${stack.medusa}/admin/${path}`, {
		method: body ? 'POST' : 'GET',
		headers: { Authorization: `Bearer ${await logIn()}`, 'Content-Type': 'application/json' },
		...(body && { body: JSON.stringify(body) }),
	});
	if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
	return (await response.json()) as T;
}

/** A bot's pools as the owner's page of bots shows them: credits used in the window that is open now. */
export async function usedByPool(): Promise<Record<string, number>> {
	const { bots } = await adminApi<{
		bots: { bot_id: string; pools: { pool: string; used: number; held: number }[] }[];
	}>('answerpack/bots');
	const bot = bots.find(({ bot_id }) => bot_id === stack.bot_id);
	return Object.fromEntries(bot?.pools.map(({ pool, used, held }) => [pool, used + held]) ?? []);
}
