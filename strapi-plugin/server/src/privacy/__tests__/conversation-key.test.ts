import { randomBytes } from 'node:crypto';
import { unwrap, wrap } from '../conversation-key';
import { KeyedHash } from '../keyed-hash';

const SECRET = 'first-secret-first-secret-first-secret';
const OTHER = 'other-secret-other-secret-other-secret';

test('a key comes out of its wrapping by its own secret, and by no other', () => {
	const key = randomBytes(32);
	const wrapped = wrap(key, SECRET);
	expect(unwrap(wrapped, SECRET)).toEqual(key);
	expect(unwrap(wrapped, OTHER)).toBeUndefined();
	expect(Buffer.from(wrapped, 'base64url').includes(key)).toBe(false);
});

test('a hash says whether it was the same one, and depends on the key', () => {
	const [hash, elsewhere] = [new KeyedHash(), new KeyedHash()];
	hash.use(randomBytes(32));
	elsewhere.use(randomBytes(32));
	const customer = { kind: 'customer', key: 'cus_1' } as const;
	expect(hash.subject(customer)).toEqual(hash.subject({ ...customer }));
	expect(hash.subject(customer).hash).not.toBe(hash.subject({ kind: 'customer', key: 'cus_2' }).hash);
	expect(hash.subject(customer).hash).not.toBe(hash.subject({ kind: 'visitor', key: 'cus_1' }).hash);
	expect(hash.subject(customer).hash).not.toBe(elsewhere.subject(customer).hash);
});

test('parts are told apart: no two lists of them have one hash', () => {
	const hash = new KeyedHash();
	hash.use(randomBytes(32));
	expect(hash.of('a', 'b')).not.toBe(hash.of('ab'));
	expect(hash.of('a', 'b')).not.toBe(hash.of('a","b'));
});
