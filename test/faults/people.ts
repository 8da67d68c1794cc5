import type { State } from '../stack/state.mjs';
import { request } from './callers.ts';

/** @returns the token of the shop's owner. */
export async function logInOwner(url: string, { demo }: State): Promise<string> {
	const body = { email: demo.admin_email, password: demo.admin_password };
	return (await request<{ token: string }>(`${url}/auth/user/emailpass`, { method: 'POST', body })).token;
}

/** Somebody who can buy and claim. */
export async function signUpCustomer(url: string, publishableKey: string, email: string) {
	const login = { email, password: 'long-enough' };
	const post = <T>(path: string, body: object, token?: string) => {
		const authorization = token && { authorization: `Bearer ${token}` };
		return request<T>(url + path, {
			method: 'POST',
			body,
			headers: { 'x-publishable-api-key': publishableKey, ...authorization },
		});
	};
	const registered = await post<{ token: string }>('/auth/customer/emailpass/register', login);
	const { customer } = await post<{ customer: { id: string } }>('/store/customers', { email }, registered.token);
	const { token } = await post<{ token: string }>('/auth/customer/emailpass', login);
	return { id: customer.id, token };
}
