import { createDialects, type DialectFields } from '../dialect';

const refusal = (status: number, message: string) => Object.assign(new Error(message), { status });

/** A server that takes none of these fields; it writes down what it was asked with. */
function serverWithout(...fields: (keyof DialectFields)[]) {
	const asked: DialectFields[] = [];
	const create = async (given: DialectFields) => {
		asked.push(given);
		const unknown = fields.find((field) => field in given);
		if (unknown) throw refusal(400, `Unrecognized request argument supplied: ${unknown}`);
		return 'a stream';
	};
	return { asked, create };
}

test('a server that knows everything is asked as OpenAI is', async () => {
	const { asked, create } = serverWithout();
	expect(await createDialects().ask('a-model', 500, create)).toBe('a stream');
	expect(asked).toEqual([{ max_completion_tokens: 500, stream_options: { include_usage: true } }]);
});

test('what a server refuses by name is left out or called otherwise, and that is remembered for its model', async () => {
	const { asked, create } = serverWithout('stream_options', 'max_completion_tokens');
	const dialects = createDialects();
	await dialects.ask('a-model', 500, create);
	await dialects.ask('a-model', 300, create);
	expect(asked.slice(2)).toEqual([{ max_tokens: 500 }, { max_tokens: 300 }]);
	await dialects.ask('another-model', 300, create);
	expect(asked).toHaveLength(7);
});

test.each([
	['another field', refusal(400, 'temperature is too high')],
	['a limit that is too high by whatever name', refusal(400, 'max_completion_tokens and max_tokens are at most 100')],
	['a key', refusal(401, 'max_completion_tokens')],
])('a refusal of %s is not asked away, and nothing is learned from it', async (_what, error) => {
	const dialects = createDialects();
	await expect(dialects.ask('a-model', 500, () => Promise.reject(error))).rejects.toBe(error);
	const { asked, create } = serverWithout();
	await dialects.ask('a-model', 500, create);
	expect(asked[0]).toHaveProperty('max_completion_tokens');
});
