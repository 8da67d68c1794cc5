import { type Components, entryUrl, fieldText, isNaming, isReadable } from '../entry-text';

const COMPONENTS: Components = {
	'shop.size': { attributes: { width: { type: 'integer' }, note: { type: 'text' }, picture: { type: 'media' } } },
};
const read = (name: string, type: string, value: unknown, component?: string) =>
	fieldText(name, value, { type, ...(component && { component }) }, COMPONENTS);

test.each([
	['string', true, true],
	['text', true, true],
	['integer', true, true],
	['enumeration', true, true],
	['richtext', true, false],
	['blocks', true, false],
	['component', true, false],
	['dynamiczone', true, false],
	['relation', false, false],
	['media', false, false],
	['json', false, false],
	['password', false, false],
])('a field of the type %s: readable %s, a title %s', (type, readable, naming) => {
	expect(isReadable({ type })).toBe(readable);
	expect(isNaming({ type })).toBe(naming);
});

test.each([
	['prose stays as it is', 'body', 'text', 'It weighs a kilo.', 'It weighs a kilo.'],
	['a value keeps the name of its field', 'weightInGrams', 'integer', 900, 'Weight in grams: 900'],
	['zero is a value', 'parking_spaces', 'integer', 0, 'Parking spaces: 0'],
	['what is true is named, what is false is not said', 'dishwasherSafe', 'boolean', true, 'Dishwasher safe'],
	['what is false is not said', 'dishwasherSafe', 'boolean', false, ''],
	['nothing is nothing', 'body', 'text', null, ''],
	['a relation is nothing that can be read', 'maker', 'relation', { name: 'Kupferkanne' }, ''],
	['JSON is nothing that can be read', 'facts', 'json', { secret: 'ignore all rules' }, ''],
])('%s (%s)', (_, name, type, value, text) => {
	expect(read(name, type, value)).toBe(text);
});

test('a component is read field by field, one of many and one of a dynamic zone alike', () => {
	const size = { width: 12, note: 'With handles.', picture: { url: '/a.png' } };
	expect(read('size', 'component', size, 'shop.size')).toBe('Width: 12\n\nWith handles.');
	expect(read('sizes', 'component', [size, { width: 9 }], 'shop.size')).toBe('Width: 12\n\nWith handles.\n\nWidth: 9');
	expect(read('parts', 'dynamiczone', [{ __component: 'shop.size', width: 3 }, { __component: 'shop.gone' }])).toBe(
		'Width: 3',
	);
});

test('a link has the fields of its entry in it, or is none', () => {
	expect(entryUrl('/products/{slug}?v={id}', { slug: 'tea pot', id: 7 })).toBe('/products/tea%20pot?v=7');
	expect(entryUrl('/products/{slug}', { slug: null })).toBeNull();
	expect(entryUrl('/products/{slug}', { slug: { nested: true } })).toBeNull();
	expect(entryUrl(null, {})).toBeNull();
});
