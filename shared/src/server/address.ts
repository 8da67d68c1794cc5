import { BlockList, isIP, SocketAddress } from 'node:net';

/** This machine and private networks: where a proxy of the shop's own may be. */
const OWN_NETWORKS = [
	'127.0.0.0/8',
	'10.0.0.0/8',
	'100.64.0.0/10',
	'169.254.0.0/16',
	'172.16.0.0/12',
	'192.168.0.0/16',
	'::1/128',
	'fc00::/7',
	'fe80::/10',
];

/**
 * An IP address as it is always written, whoever wrote it: without port, brackets and zone, IPv6 in its short form, and IPv4
 * as IPv4 where a system writes it as IPv6.
 * @returns nothing for what is no address, such as the `unknown` of some proxies
 */
export function plainAddress(written: string): string | undefined {
	const bare = written
		.trim()
		.replace(/^\[(.*)\](:\d+)?$/, '$1')
		.replace(/^([\d.]+):\d+$/, '$1')
		.replace(/%.*$/, '');
	const version = isIP(bare);
	if (version !== 6) return version === 4 ? bare : undefined;
	return new SocketAddress({ address: bare, family: 'ipv6' }).address.replace(/^::ffff:(?=\d+\.)/, '');
}

/** What counts as one address: an IPv6 network of 64 bits belongs to one household, so its hosts count together. */
export function addressOf(ip: string): string {
	if (!ip.includes(':') || ip.includes('.')) return ip;
	const [head = '', tail = ''] = ip.split('::');
	const before = head.split(':').filter(Boolean);
	const after = tail.split(':').filter(Boolean);
	const zeros = Array<string>(Math.max(8 - before.length - after.length, 0)).fill('0');
	return [...before, ...(ip.includes('::') ? zeros : []), ...after].slice(0, 4).join(':');
}

/**
 * Whose word is taken on where a request comes from: a proxy in a network of one's own, or in one of these.
 * @param more networks such as `203.0.113.0/24`
 * @returns whether an address, as {@link plainAddress} writes it, is in one of them
 * @throws Error that says which of them is no network
 */
export function createTrust(more: readonly string[] = []): (address: string) => boolean {
	const networks = new BlockList();
	for (const network of [...OWN_NETWORKS, ...more]) {
		const [address = '', bits = ''] = network.split('/');
		try {
			networks.addSubnet(address, Number.parseInt(bits, 10), familyOf(address));
		} catch {
			throw new Error(`${network} is no network: write it like 203.0.113.0/24.`);
		}
	}
	return (address) => isIP(address) !== 0 && networks.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
	return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
