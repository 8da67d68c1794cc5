import { addressOf, createTrust, plainAddress } from '@answerpack/shared/server';
import type { Request } from 'koa';

/** As far as a request says where it comes from: who connects, and what the header of the proxies says, nearest last. */
export type Caller = Pick<Request, 'ips' | 'socket' | 'get'>;

export type CallerAddress = (caller: Caller) => string;

/**
 * Tells which address counts for the limits. Everybody can send a header `X-Forwarded-For`; what a proxy adds to it stands last. So it is
 * read from the end, from the one who connects: one step for each proxy, and only on the word of an address that is trusted.
 * @param hops how many proxies there are (`server.proxy.maxIpsCount`); one unless it is said
 * @param trusted networks of proxies besides private ones
 * @param onUnread called when a proxy says where a visitor comes from, and Strapi is not told to read it
 * @throws Error that says which of them is no network
 */
export function createCallerAddress(
	hops: unknown,
	trusted: readonly string[],
	onUnread: () => void = () => {},
): CallerAddress {
	const isTrusted = createTrust(trusted);
	const steps = Number(hops) >= 1 ? Math.floor(Number(hops)) : 1;
	return (caller) => {
		let address = plainAddress(caller.socket.remoteAddress ?? '') ?? '';
		if (caller.ips.length === 0 && isTrusted(address) && caller.get('X-Forwarded-For')) onUnread();
		for (const said of caller.ips.slice(-steps).reverse()) {
			const before = isTrusted(address) ? plainAddress(said) : undefined;
			if (before === undefined) break;
			address = before;
		}
		return addressOf(address);
	};
}
