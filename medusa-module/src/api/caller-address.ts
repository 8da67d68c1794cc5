import { BlockList, isIPv6 } from 'node:net';
import { addressOf } from '@answerpack/shared/server';
import type { MedusaRequest } from '@medusajs/framework/http';

/** Where a proxy of the shop's own may be: this machine and private networks. */
const OWN = new BlockList();
for (const [net, bits] of [
	['127.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.168.0.0', 16],
] as const) {
	OWN.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
	['::1', 128],
	['fc00::', 7],
	['fe80::', 10],
] as const) {
	OWN.addSubnet(net, bits, 'ipv6');
}

/**
 * The address that a caller comes from. Medusa takes `X-Forwarded-For` from whoever connects, and a caller who connects directly
 * writes it as they like: so it counts only when a proxy of the shop's own connects.
 */
export function callerAddress({ ip, socket }: Pick<MedusaRequest, 'ip' | 'socket'>): string {
	const connected = plain(socket.remoteAddress ?? '');
	const own = connected !== '' && OWN.check(connected, isIPv6(connected) ? 'ipv6' : 'ipv4');
	return addressOf(own ? plain(ip ?? connected) : connected);
}

/** An IPv4 address as it is, where the system writes it as IPv6. */
function plain(ip: string): string {
	return ip.replace(/^::ffff:(?=\d+\.)/i, '');
}
