import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export type RedisDouble = Awaited<ReturnType<typeof startRedisDouble>>;

/** See README.md. */
export async function startRedisDouble() {
	const counters = new Map<string, { count: number; expires_at: number }>();
	/** By their SHA-1. */
	const scripts = new Set<string>();
	const connected = new Set<Socket>();
	let silent = false;
	/** While it hangs up on everybody: hears of each. */
	let onRefused: (() => void) | undefined;

	/** What the script of rate-limiter-flexible does: counts, and says when the key is forgotten. */
	function count(key: string, points: number, ttl_seconds: number): [number, number] {
		const known = counters.get(key);
		const counter =
			known && known.expires_at > Date.now() ? known : { count: 0, expires_at: Date.now() + ttl_seconds * 1000 };
		counter.count += points;
		counters.set(key, counter);
		return [counter.count, counter.expires_at - Date.now()];
	}

	function answer([name = '', ...parts]: string[]): string {
		switch (name.toLowerCase()) {
			case 'info':
				return bulk('redis_version:7.0.0\r\nloading:0\r\n');
			case 'eval':
			case 'evalsha': {
				const [script = '', keys, key = '', points, ttl_seconds] = parts;
				const sha = name.toLowerCase() === 'evalsha' ? script : createHash('sha1').update(script).digest('hex');
				if (sha === script && !scripts.has(sha)) return '-NOSCRIPT No matching script.\r\n';
				if (sha !== script && !/incrby/.test(script)) return '-ERR this stand-in knows one script\r\n';
				if (keys !== '1') return '-ERR this stand-in knows scripts with one key\r\n';
				scripts.add(sha);
				const [counted, ttl_ms] = count(key, Number(points), Number(ttl_seconds));
				return `*2\r\n:${counted}\r\n:${ttl_ms}\r\n`;
			}
			case 'client':
			case 'select':
				return '+OK\r\n';
			default:
				return `-ERR unknown command '${name}'\r\n`;
		}
	}

	const server = createServer((socket) => {
		if (onRefused) {
			socket.destroy();
			return onRefused();
		}
		connected.add(socket);
		socket.on('close', () => connected.delete(socket)).on('error', () => {});
		let received = '';
		socket.setEncoding('utf8').on('data', (chunk) => {
			received += chunk;
			for (let read = readCommand(received); read; read = readCommand(received)) {
				received = read.rest;
				if (!silent) socket.write(answer(read.command));
			}
		});
	});
	const listen = async (port: number) => {
		server.listen(port, '127.0.0.1');
		await once(server, 'listening');
		return (server.address() as AddressInfo).port;
	};
	const port = await listen(0);

	return {
		url: `redis://127.0.0.1:${port}`,
		async down() {
			const closed = once(server, 'close');
			server.close();
			for (const socket of connected) socket.destroy();
			await closed;
		},
		/** Back at the same address, with nothing remembered. */
		async up() {
			counters.clear();
			scripts.clear();
			silent = false;
			await listen(port);
		},
		/** Hangs up on whoever is connected, and on the next ones; returns when it has done so that often. */
		async hangUp(times: number) {
			await new Promise<void>((resolve) => {
				let left = times;
				onRefused = () => --left === 0 && resolve();
				for (const socket of connected) socket.destroy();
			});
			onRefused = undefined;
		},
		/** Takes commands and says nothing any more. */
		fallSilent() {
			silent = true;
		},
	};
}

function bulk(text: string): string {
	return `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
}

/** The first whole command of what was received: an array of bulk strings, in characters of one byte each. */
function readCommand(received: string): { command: string[]; rest: string } | undefined {
	const head = /^\*(\d+)\r\n/.exec(received);
	if (!head) return undefined;
	let at = head[0].length;
	const command: string[] = [];
	for (let n = 0; n < Number(head[1]); n++) {
		const length = /^\$(\d+)\r\n/.exec(received.slice(at));
		if (!length) return undefined;
		at += length[0].length;
		const end = at + Number(length[1]);
		if (received.length < end + 2) return undefined;
		command.push(received.slice(at, end));
		at = end + 2;
	}
	return { command, rest: received.slice(at) };
}
