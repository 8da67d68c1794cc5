import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * A wire to Postgres that can lose answers: what is asked arrives, and instead of the answer comes the end of the
 * connection.
 */
export async function openWire(database: string) {
	const target = new URL(database);
	const ends = new Set<Socket>();
	let losing = false;
	const server = createServer((client) => {
		const postgres = connect(Number(target.port), target.hostname);
		for (const end of [client, postgres]) {
			ends.add(end);
			end.on('error', () => end.destroy()); // the other side was cut off: that is what this is for
			end.on('close', () => {
				ends.delete(end);
				client.destroy();
				postgres.destroy();
			});
		}
		client.on('data', (asked) => postgres.write(asked));
		postgres.on('data', (answer) => {
			// Postgres answers when it has committed.
			if (losing && isAnswerOfAStatement(answer)) client.destroy();
			else client.write(answer);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const url = new URL(database);
	url.hostname = '127.0.0.1';
	url.port = String((server.address() as AddressInfo).port);
	return {
		url: url.href,
		loseAnswers: () => {
			losing = true;
		},
		deliverAnswers: () => {
			losing = false;
		},
		close: async () => {
			for (const end of ends) end.destroy();
			server.close();
			await once(server, 'close');
		},
	};
}

/** ParseComplete, BindComplete and what follows: the first message of an answer in the extended protocol is a `1`. */
function isAnswerOfAStatement(answer: Buffer): boolean {
	return answer[0] === '1'.charCodeAt(0);
}
