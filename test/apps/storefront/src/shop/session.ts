import type { HttpTypes } from '@medusajs/types';
import { Value } from '../value.js';
import { words } from '../words/index.js';
import { Sentence } from './explain.js';
import { customerOf, customerToken, hasStatus, medusa } from './medusa.js';

export type Customer = HttpTypes.StoreCustomer;

/** Who is signed in; null when nobody is. */
export const session = new Value<Customer | null>(null);

let checked_token: string | null = null;

/**
 * Makes {@link session} fit the stored token. A token that Medusa no longer takes is dropped.
 * @returns false when a log-in has just turned out to be over
 * @throws when Medusa cannot be reached; the token stays then
 */
export async function checkSession(): Promise<boolean> {
	const token = customerToken();
	if (token === checked_token) return true;
	if (token) {
		try {
			const { customer } = await medusa().store.customer.retrieve();
			checked_token = token;
			session.set(customer);
			return true;
		} catch (error) {
			if (!hasStatus(error, 401)) throw error;
		}
	}
	await dropSession();
	return !token;
}

/** Signs out here; Medusa's JWT has no session to end on the server. */
export async function dropSession(): Promise<void> {
	await medusa().auth.logout();
	checked_token = null;
	session.set(null);
}

export interface Person {
	first_name?: string;
	last_name?: string;
	email: string;
	password: string;
}

async function logIn({ email, password }: Person): Promise<string> {
	const token = await medusa().auth.login('customer', 'emailpass', { email, password });
	if (typeof token !== 'string') throw new Error('This demo knows log-in by email and password only.');
	return token;
}

/** The identity's customer, when a registration broke off between the two; then the token of that customer. */
async function becomeCustomer(person: Person): Promise<void> {
	const { first_name, last_name, email } = person;
	await medusa().store.customer.create({ first_name, last_name, email });
	await logIn(person);
}

/** @throws Sentence when email and password do not belong together */
export async function signIn(person: Person): Promise<void> {
	try {
		if (!customerOf(await logIn(person))) await becomeCustomer(person);
	} catch (error) {
		if (hasStatus(error, 401)) throw new Sentence(words().session.wrong);
		throw error;
	}
	await checkSession();
}

/**
 * Registers. An identity that exists already is no dead end: with the right password its owner is signed in, also when
 * an earlier registration broke off before the customer was made.
 * @throws Sentence when the email belongs to somebody with another password
 */
export async function register(person: Person): Promise<void> {
	const { email, password } = person;
	try {
		let token: string;
		try {
			token = await medusa().auth.register('customer', 'emailpass', { email, password });
		} catch (error) {
			if (!hasStatus(error, 401)) throw error;
			token = await logIn(person);
		}
		if (!customerOf(token)) await becomeCustomer(person);
	} catch (error) {
		if (hasStatus(error, 401, 422)) throw new Sentence(words().session.exists);
		throw error;
	}
	await checkSession();
}
