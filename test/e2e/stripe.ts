import Stripe from 'stripe';
import { stack } from './stage.ts';

/** The stand-in for Stripe, as the shop's owner sees Stripe. */
const { hostname: host, port } = new URL(String(stack.stripe));
export const stripe: Stripe = new Stripe('sk_test_owner', { host, port, protocol: 'http' });

async function control(path: string, body: object): Promise<Record<string, unknown>> {
	const response = await fetch(`${stack.stripe}/_double${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
	return (await response.json()) as Record<string, unknown>;
}

async function now(): Promise<number> {
	const response = await fetch(`${stack.stripe}/_double/state`);
	return ((await response.json()) as { now: number }).now;
}

/** Stripe charges a renewal an hour after the period has ended. */
const AFTER_SECONDS = 2 * 3600;

/** Lets time pass at Stripe until a plan's next payment was tried, and all messages of it were heard. */
export async function passRenewal(renews_at: string): Promise<void> {
	const until = Math.ceil(Date.parse(renews_at) / 1000) + AFTER_SECONDS;
	await control('/clock', { advance_seconds: until - (await now()) });
	await control('/webhooks/flush', {});
}
