import fc from 'fast-check';
import { openLedger } from '../ledger';
import { beginning, opening, operation, sequenceOf, tick } from './commands';
import { sameOneAtATime } from './one-at-a-time';
import { PROOF_TIMEOUT_MS, prove } from './prove';

describe('the ledger, asked one thing at a time', () => {
	let books: Awaited<ReturnType<typeof openLedger>>;

	beforeAll(async () => {
		books = await openLedger('answerpack_sequences_spec');
	});
	afterAll(() => books.close());

	it(
		'answers and keeps its books as its model does, whatever it is asked, and whenever',
		async () => {
			const step = fc.oneof({ weight: 9, arbitrary: operation }, { weight: 1, arbitrary: tick });
			await prove(
				fc.asyncProperty(beginning, opening, sequenceOf(step, 50), (begins, first, rest) =>
					sameOneAtATime(books, begins, [...first, ...rest]),
				),
				{ runs: 35 },
			);
		},
		PROOF_TIMEOUT_MS,
	);
});
