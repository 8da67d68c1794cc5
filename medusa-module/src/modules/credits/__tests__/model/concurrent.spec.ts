import fc from 'fast-check';
import { openLedger } from '../ledger';
import { sameInSomeOrder } from './at-once';
import { atOnce, beginning, opening, sequenceOf, tick } from './commands';
import { PROOF_TIMEOUT_MS, prove } from './prove';

describe('the ledger, asked many things at once, of several processes', () => {
	let books: Awaited<ReturnType<typeof openLedger>>;

	beforeAll(async () => {
		books = await openLedger('answerpack_concurrent_spec');
	});
	afterAll(() => books.close());

	it(
		'answers and keeps its books as if it had been asked one thing at a time, in some order',
		async () => {
			const round = fc.oneof({ weight: 4, arbitrary: atOnce }, { weight: 1, arbitrary: tick });
			await prove(
				fc.asyncProperty(beginning, opening, sequenceOf(round, 12), (begins, first, rest) =>
					sameInSomeOrder(books, begins, [...first.map((operation) => [{ process: 0, operation }]), ...rest]),
				),
				{ runs: 40 },
			);
		},
		PROOF_TIMEOUT_MS,
	);
});
