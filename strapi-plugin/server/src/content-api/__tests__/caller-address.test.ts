import type { Socket } from 'node:net';
import { createCallerAddress } from '../caller-address';

const CALLER = '203.0.113.7';
const CDN = '198.51.100.20';
const trusted = ['198.51.100.0/24'];

/** @param header as Koa gives it: nearest last; nothing of it where `proxy.koa` is off */
const from = (remoteAddress: string, header: string[], hops?: unknown) =>
	createCallerAddress(hops, trusted)({ ips: header, socket: { remoteAddress } as Socket, get: () => '' });

test.each([
	['who connects, where no proxy is said to be', CALLER, [], undefined],
	['who the one proxy saw, whatever stood in the header before', '10.0.0.5', ['1.1.1.1', CALLER], undefined],
	['who the outer of two proxies saw', '10.0.0.5', ['1.1.1.1', CALLER, '10.0.0.9'], 2],
	['who a proxy outside saw, once its network is named', CDN, ['1.1.1.1', CALLER], 1],
	['who the content network saw that the proxy saw', '::ffff:127.0.0.1', ['1.1.1.1', CALLER, CDN], 2],
	['who connects past the proxies, whatever they claim', CALLER, ['1.1.1.1'], 1],
	['who comes past the outer proxy, whatever they claim', '10.0.0.5', ['1.1.1.1', CALLER], 2],
	['who the proxy saw, with the port that some write', '10.0.0.5', [`${CALLER}:49152`], 1],
	['the proxy itself, when it hides who it saw', CDN, ['unknown'], 1],
	['the visitor, who sits in the same network as the proxy', '10.0.0.5', ['1.1.1.1', '10.0.7.7'], 1],
])('it is %s', (what, remote, header, hops) => {
	const expected = /hides/.test(what) ? CDN : /same network/.test(what) ? '10.0.7.7' : CALLER;
	expect(from(remote, header, hops)).toBe(expected);
});

test('without a number one proxy is assumed: with two, everybody counts as one rather than as anybody', () => {
	expect(from('10.0.0.5', ['1.1.1.1', CALLER, '10.0.0.9'])).toBe('10.0.0.9');
});

test('hosts of one IPv6 network count together, however they are written', () => {
	const ways = ['2001:DB8:0:1::1', '2001:0db8:0000:0001:ffff::2', '[2001:db8:0:1::3]:443'];
	expect(ways.map((way) => from('10.0.0.5', [way], 1))).toEqual(Array(3).fill('2001:db8:0:1'));
});

test('a proxy that nobody has told Strapi of is heard of; a header that a stranger writes is not', () => {
	const onUnread = jest.fn();
	const address = createCallerAddress(undefined, [], onUnread);
	const caller = (remoteAddress: string, header: string) =>
		({ ips: [], socket: { remoteAddress } as Socket, get: () => header }) as const;
	address({ ...caller('10.0.0.5', ''), ips: [] });
	address({ ...caller(CALLER, '1.1.1.1'), ips: [] });
	expect(onUnread).not.toHaveBeenCalled();
	expect(address({ ...caller('10.0.0.5', CALLER), ips: [] })).toBe('10.0.0.5');
	expect(onUnread).toHaveBeenCalledTimes(1);
});
