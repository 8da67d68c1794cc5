import type { Page } from 'playwright-core';
import { stack } from './stage.ts';

/** The storefront as a customer uses it. The names are what stands on the page. */
export const NAMES = {
	en: {
		first: 'First name',
		last: 'Last name',
		email: 'Email',
		password: 'Password',
		register: 'Register',
		signIn: 'Sign in',
		buy: /^Buy .*10 credits/i,
		toCheckout: 'Go to checkout',
		testPayment: 'Test payment: no money moves.',
		consent: /^I want my credits at once/,
		consentMissing: 'Please tick this box',
		place: 'Place order',
		thanks: 'Thank you',
	},
	de: {
		first: 'Vorname',
		last: 'Nachname',
		email: 'E-Mail',
		password: 'Passwort',
		register: 'Registrieren',
		signIn: 'Anmelden',
		buy: /10 Credits.* kaufen$/i,
		toCheckout: 'Zur Kasse',
		testPayment: 'Testzahlung: Es fließt kein Geld.',
		consent: /^Ich möchte meine Credits sofort/,
		consentMissing: 'Bitte setzen Sie dieses Häkchen',
		place: 'Zahlungspflichtig bestellen',
		thanks: 'Vielen Dank',
	},
};

export interface Customer {
	email: string;
	password: string;
}

let customers = 0;
/** Nobody has registered with this email before, in no run. */
export function newCustomer(): Customer {
	return { email: `customer-${Date.now()}-${++customers}@example.com`, password: 'beans-and-water-96' };
}

export function shopOn(page: Page, language: 'en' | 'de' = 'en') {
	const names = NAMES[language];
	const field = (name: string) => page.getByRole('main').getByLabel(name, { exact: true });
	const submit = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click();

	return {
		goto: (path: string) => page.goto(stack.storefront + path),

		/** Fills in the form that is on the page, and waits until the shop has moved on. */
		async fillRegistration({ email, password }: Customer): Promise<void> {
			await field(names.first).fill('Ada');
			await field(names.last).fill('Bohne');
			await field(names.email).fill(email);
			await field(names.password).fill(password);
			await submit(names.register);
			await page.waitForURL((url) => !url.pathname.startsWith('/register'));
		},

		async register(customer: Customer): Promise<void> {
			await this.goto('/register');
			await this.fillRegistration(customer);
		},

		async signIn({ email, password }: Customer): Promise<void> {
			await this.goto('/sign-in');
			await field(names.email).fill(email);
			await field(names.password).fill(password);
			await submit(names.signIn);
			await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
		},

		/** From the page of packs to the cart. */
		async putPackIntoCart(): Promise<void> {
			await this.goto('/credits');
			await page.getByRole('main').getByRole('button', { name: names.buy }).click();
			await page.waitForURL('**/cart');
		},

		/** From the page of credits to the cart, with the plan of this name. */
		async putPlanIntoCart(plan: string): Promise<void> {
			await this.goto('/credits');
			await page.getByRole('main').getByRole('listitem').filter({ hasText: plan }).getByRole('button').click();
			await page.waitForURL('**/cart');
		},

		/**
		 * From the cart to the order, with credits in it.
		 * @param card the last digits of a test card; a test payment without
		 */
		async checkOut(card?: string): Promise<void> {
			await page.getByRole('link', { name: names.toCheckout }).click();
			await page.getByText(names.testPayment).first().waitFor();
			if (card) await page.getByRole('radio', { name: new RegExp(`\\b${card}\\b`) }).check();
			const consent = page.getByRole('checkbox', { name: names.consent });
			expect(await consent.isChecked()).toBe(false);
			await submit(names.place); // too early: it says what is missing, in place
			await page.getByText(names.consentMissing).waitFor();
			await consent.check();
			await submit(names.place);
			await page.getByRole('heading', { name: names.thanks }).waitFor();
		},
	};
}
