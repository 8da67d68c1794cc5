import { isPublic, readAddress } from '../address';

test.each([
	'127.0.0.1',
	'10.1.2.3',
	'172.16.0.1',
	'192.168.1.1',
	'169.254.169.254',
	'100.64.0.1',
	'100.100.100.200',
	'0.0.0.0',
	'0.1.2.3',
	'192.0.0.8',
	'192.0.2.1',
	'198.18.0.1',
	'224.0.0.1',
	'240.0.0.1',
	'255.255.255.255',
	'168.63.129.16',
	'::',
	'::1',
	'fe80::1',
	'fc00::1',
	'fec0::1',
	'ff02::1',
	'::ffff:8.8.8.8',
	'::ffff:127.0.0.1',
	'::7f00:1',
	'64:ff9b::7f00:1',
	'64:ff9b:1::1',
	'2002:7f00:1::',
	'2001::1',
	'2001:db8::1',
	'not an address',
])('%s is not of the public internet', (address) => {
	expect(isPublic(address)).toBe(false);
});

test.each(['8.8.8.8', '93.184.216.34', '2606:4700:4700::1111', '2a00:1450::1'])('%s is public', (address) => {
	expect(isPublic(address)).toBe(true);
});

test.each([
	'http://127.0.0.1/',
	'http://2130706433/',
	'http://0x7f.1/',
	'http://0177.0.0.1/',
	'http://127.1/',
	'http://１２７.0.0.1/',
	'http://127.0.0.1./',
	'http://[::1]/',
	'http://[::ffff:127.0.0.1]/',
	'http://[64:ff9b::7f00:1]/',
	'http://[2002:7f00:1::]/',
	'http://169.254.169.254/latest/meta-data/',
	'https://shop.example:5432/',
	'https://shop.example:22/',
])('%s is refused', (address) => {
	expect(() => readAddress(address)).toThrow(expect.objectContaining({ reason: 'address_refused' }));
});

test.each([
	'ftp://shop.example/',
	'file:///etc/passwd',
	'javascript:alert(1)',
	'https://user:secret@shop.example/',
	'shop',
])('%s is no address of a page', (address) => {
	expect(() => readAddress(address)).toThrow(expect.objectContaining({ reason: 'address_invalid' }));
});

test('a page is a page, wherever on it one begins to read', () => {
	expect(readAddress('https://shop.example/a?b=1#c').href).toBe('https://shop.example/a?b=1');
});
