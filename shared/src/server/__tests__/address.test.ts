import { addressOf, createTrust, plainAddress } from '../address.js';

test.each([
	['10.0.0.1', '10.0.0.1'],
	['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
	['2001:db8:1:2::6', '2001:db8:1:2'],
	['2001:db8::6', '2001:db8:0:0'],
	['::1', '0:0:0:0'],
])('%s counts as %s', (ip, address) => {
	expect(addressOf(ip)).toBe(address);
});

test.each([
	['203.0.113.7', '203.0.113.7'],
	[' 203.0.113.7:49152', '203.0.113.7'],
	['::ffff:203.0.113.7', '203.0.113.7'],
	['::FFFF:cb00:7107', '203.0.113.7'],
	['2001:0DB8:0000::0001', '2001:db8::1'],
	['[2001:db8::1]:443', '2001:db8::1'],
	['[2001:db8::1]', '2001:db8::1'],
	['fe80::1%eth0', 'fe80::1'],
	['unknown', undefined],
	['_hidden', undefined],
	['203.0.113', undefined],
	['', undefined],
])('%j is the address %j, however it is written', (written, address) => {
	expect(plainAddress(written)).toBe(address);
});

test('a proxy is trusted in networks of one’s own, and in those that are named', () => {
	const trusts = createTrust(['198.51.100.0/24', '2001:db8::/32']);
	for (const own of ['127.0.0.1', '10.1.2.3', '172.31.0.1', '::1', 'fd12::1', '198.51.100.9', '2001:db8:7::1']) {
		expect([own, trusts(own)]).toEqual([own, true]);
	}
	for (const other of ['203.0.113.7', '172.32.0.1', '2001:db9::1', '198.51.101.1', '', 'proxy']) {
		expect([other, trusts(other)]).toEqual([other, false]);
	}
});

test.each(['198.51.100.0', '198.51.100.0/33', 'proxy/8', '/8'])('%j is no network', (network) => {
	expect(() => createTrust([network])).toThrow(network);
});
