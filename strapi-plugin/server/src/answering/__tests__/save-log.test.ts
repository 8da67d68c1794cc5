import { createSaveLog } from '../save-log';

const away = new Error('connection lost');

function saving() {
	const said: string[] = [];
	const saves = createSaveLog({
		error: (line) => said.push(`error ${line}`),
		info: (line) => said.push(`info ${line}`),
	});
	return { said, ...saves };
}

test('a database that is away is said once, and once that it is back, however many answers are written', () => {
	const { said, failed, succeeded } = saving();
	for (let second = 0; second < 10; second++) for (const id of ['a', 'b', 'c']) failed(id, away);
	expect(said).toEqual([expect.stringMatching(/^error .*cannot be saved.*connection lost/s)]);
	for (let second = 0; second < 10; second++) for (const id of ['a', 'b', 'c']) succeeded(id);
	expect(said.slice(1)).toEqual([expect.stringMatching(/^info .*saved again/)]);
	failed('a', away);
	expect(said).toHaveLength(3);
});

test('one row that cannot be saved among others that can is said once, until it is', () => {
	const { said, failed, succeeded } = saving();
	for (let second = 0; second < 10; second++) {
		failed('a', away);
		succeeded('b');
	}
	expect(said).toHaveLength(1);
	succeeded('a');
	expect(said).toHaveLength(2);
});

test('answers that ended while they could not be saved keep nobody from saying that others can', () => {
	const { said, failed, succeeded, end } = saving();
	failed('a', away);
	end('a');
	expect(said).toHaveLength(1);
	succeeded('b');
	expect(said).toHaveLength(2);
});
