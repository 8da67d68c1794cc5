import type { Socket } from 'node:net';
import { callerAddress } from '../caller-address';

const from = (remoteAddress: string, ip: string) => callerAddress({ ip, socket: { remoteAddress } as Socket });

test.each([
	['says what the shop’s own proxy saw', '10.0.0.5', '203.0.113.7', '203.0.113.7'],
	[
		'says what a proxy on this machine saw, however the system writes it',
		'::ffff:127.0.0.1',
		'203.0.113.7',
		'203.0.113.7',
	],
	['is where the caller connects from, whatever they say', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
	['is a household, not one of its hosts', '2001:db8:0:1::77', '::1', '2001:db8:0:1'],
	['is a household behind a proxy, too', 'fd00::1', '2001:db8::9', '2001:db8:0:0'],
])('an address %s', (_, remote, ip, expected) => {
	expect(from(remote, ip)).toBe(expected);
});
