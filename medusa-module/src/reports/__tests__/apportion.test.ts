import { apportion, type Movement, type Part } from '../apportion';

const kettle: Part = { line_item_id: 'kettle', bot_id: null, bought: 90, left: 90 };
const pack: Part = { line_item_id: 'pack', bot_id: 'bot1', bought: 10, left: 10 };
const at = (day: number) => new Date(Date.UTC(2026, 2, day));
const captured = (amount: number, day = 1): Movement => ({ kind: 'captured', at: at(day), amount });
const refunded = (amount: number, day = 2, line_item_ids?: string[]): Movement => ({
	kind: 'refunded',
	at: at(day),
	amount,
	...(line_item_ids && { line_item_ids }),
});
const amounts = (parts: Part[], movements: Movement[]) =>
	apportion(parts, movements).map(({ bot_id, kind, amount }) => [bot_id, kind, amount]);

test('an order of nothing else is all the bot’s', () => {
	expect(amounts([pack], [captured(10), refunded(4)])).toEqual([
		['bot1', 'captured', 10],
		['bot1', 'refunded', 4],
	]);
});

test('what is captured in parts is the bot’s in proportion', () => {
	expect(amounts([kettle, pack], [captured(50), captured(50, 3)])).toEqual([
		['bot1', 'captured', 5],
		['bot1', 'captured', 5],
	]);
});

test('a refund of unused credits is for the lines that it names', () => {
	expect(amounts([kettle, pack], [captured(100), refunded(7, 2, ['pack'])])).toContainEqual(['bot1', 'refunded', 7]);
});

test('a refund for a kettle that came back is not the bot’s', () => {
	expect(amounts([{ ...kettle, left: 0 }, pack], [captured(100), refunded(90)])).toContainEqual([
		'bot1',
		'refunded',
		0,
	]);
});

test('beyond what came back, a refund is for all that is left, whenever it is made', () => {
	const parts = [{ ...kettle, left: 40 }, pack];
	expect(amounts(parts, [captured(100), refunded(25, 4), refunded(50, 3)])).toEqual([
		['bot1', 'captured', 10],
		['bot1', 'refunded', 0],
		['bot1', 'refunded', 5],
	]);
});

test('each bot has its own share', () => {
	expect(
		amounts([pack, { ...pack, line_item_id: 'other', bot_id: 'bot2', bought: 30, left: 30 }], [captured(40)]),
	).toEqual([
		['bot1', 'captured', 10],
		['bot2', 'captured', 30],
	]);
});
