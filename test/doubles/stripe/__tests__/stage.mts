// What the suites of the stand-in's own switches need: one of its own, its control API, a client, and a place for webhooks.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import { type StripeDouble, startStripe } from '../index.mjs';

export type Heard = { headers: IncomingHttpHeaders; body: string; event: Stripe.Event };

export type Stage = {
	double: StripeDouble;
	stripe: Stripe;
	/** Asks the control API; a refusal is thrown with its message. */
	control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Record<string, unknown>>;
	/** A receiver of webhooks, registered as an endpoint. */
	listen(params?: Partial<Stripe.WebhookEndpointCreateParams>): Promise<Receiver>;
	end(): Promise<void>;
};

export type Receiver = {
	endpoint: Stripe.WebhookEndpoint;
	heard: Heard[];
	/** What the next requests are answered with; 200 after that. */
	answers: number[];
	types(): string[];
};

export async function openStage(): Promise<Stage> {
	const double = await startStripe();
	const { host, port } = double;
	const stripe = new Stripe('sk_test_stage', { host, port, protocol: 'http', maxNetworkRetries: 0 });
	const ends: (() => void)[] = [];
	return {
		double,
		stripe,
		async control(method, path, body) {
			const response = await fetch(`${double.url}/_double${path}`, {
				method,
				...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
			});
			const answer = (await response.json()) as Record<string, unknown> & { error?: { message: string } };
			if (!response.ok) throw new Error(answer.error?.message);
			return answer;
		},
		async listen(params) {
			const heard: Heard[] = [];
			const answers: number[] = [];
			const server = createServer(async (request, response) => {
				const chunks: Buffer[] = [];
				for await (const chunk of request) chunks.push(chunk);
				const body = Buffer.concat(chunks).toString();
				heard.push({ headers: request.headers, body, event: JSON.parse(body) });
				response.writeHead(answers.shift() ?? 200).end();
			});
			await new Promise<void>((resolve) => {
				server.listen(0, '127.0.0.1', resolve);
			});
			ends.push(() => {
				server.closeAllConnections();
				server.close();
			});
			const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
			const endpoint = await stripe.webhookEndpoints.create({ url, enabled_events: ['*'], ...params });
			return { endpoint, heard, answers, types: () => heard.map(({ event }) => event.type) };
		},
		async end() {
			await double.stop();
			for (const stop of ends) stop();
		},
	};
}

/** Waits for the thing itself. */
export async function until(what: string, look: () => boolean): Promise<void> {
	for (let tries = 0; tries < 1_000; tries += 1) {
		if (look()) return;
		await sleep(5);
	}
	throw new Error(`It did not happen: ${what}`);
}

/** The error that a call is refused with. */
export async function refusal(call: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
	try {
		await call;
	} catch (error) {
		if (error instanceof Stripe.errors.StripeError) return error;
		throw error;
	}
	throw new Error('It was not refused');
}
