import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AnswerEvent } from '@answerpack/shared/contract';
import { signToken } from '@answerpack/shared/server';
import { type Core, createStrapi } from '@strapi/strapi';
import { Client } from 'pg';
import { type AnswerpackConfig, config } from '../config';
import type { BOT_UID } from '../constants';
import type { SourceUid } from '../ingestion/sources';
import { getService } from '../services';

export const SECRET = 'service-secret-service-secret-service-secret';
export const BOT_ID = 'bot0bot0bot0bot0bot0bot0';
const HOST_FOLDER = resolve(__dirname, '../../../../test/apps/strapi');

const MANY = { burst: 1000, per_minute: 1000 };
const NO_LIMITS: AnswerpackConfig['limits'] = {
	visitorTokens: { burst: 1000, per_hour: 1000 },
	answersPerVisitor: MANY,
	answersPerAddress: MANY,
	answersPerBot: MANY,
	callsPerVisitor: MANY,
	answersAtOnce: { perAddress: 1000, perProcess: 1000 },
	streamsAtOnce: { perAddress: 1000, perProcess: 1000 },
};

interface HostOptions {
	medusaUrl: string;
	env?: Record<string, string>;
	/** Tests ask more from one address than visitors do; only those of the limits have the plugin's own. */
	limits?: 'off' | 'on';
}

/** The demo host, freshly seeded, on a database of its own. */
export async function startHost({ medusaUrl, env = {}, limits = 'off' }: HostOptions) {
	const database = `strapi_${randomUUID().replaceAll('-', '')}`;
	await onPostgres(`CREATE DATABASE ${database}`);
	Object.assign(process.env, {
		DATABASE_HOST: process.env.DB_HOST,
		DATABASE_PORT: process.env.DB_PORT,
		DATABASE_USERNAME: process.env.DB_USERNAME,
		DATABASE_PASSWORD: process.env.DB_PASSWORD,
		DATABASE_NAME: database,
		APP_KEYS: 'key-one,key-two',
		ADMIN_JWT_SECRET: 'admin-jwt-secret',
		API_TOKEN_SALT: 'api-token-salt',
		TRANSFER_TOKEN_SALT: 'transfer-token-salt',
		ENCRYPTION_KEY: '0123456789abcdef0123456789abcdef',
		JWT_SECRET: 'jwt-secret',
		ANSWERPACK_SERVICE_SECRET: SECRET,
		ANSWERPACK_MEDUSA_URL: medusaUrl,
		DEMO_BOT_ID: BOT_ID,
		DEMO_ADMIN_EMAIL: 'owner@shop.example',
		DEMO_ADMIN_PASSWORD: 'Owner-of-the-shop-1',
		LOG_LEVEL: 'error',
		...env,
	});
	const strapi = await createStrapi({
		appDir: HOST_FOLDER,
		distDir: HOST_FOLDER,
		autoReload: false,
		serveAdminPanel: false,
	}).load();
	strapi.config.set(
		'plugin::answerpack.limits',
		limits === 'on' ? config.default({ env: () => undefined }).limits : NO_LIMITS,
	);
	strapi.server.mount();
	await getService(strapi, 'ingestion').settled();
	await new Promise<void>((done) => strapi.server.httpServer.listen(0, '127.0.0.1', done));
	const { port } = strapi.server.httpServer.address() as AddressInfo;
	return {
		strapi,
		api: `http://127.0.0.1:${port}/api/answerpack`,
		admin: `http://127.0.0.1:${port}`,
		async stop() {
			await strapi.destroy();
			await onPostgres(`DROP DATABASE ${database}`);
		},
	};
}

export type Host = Awaited<ReturnType<typeof startHost>>;

async function onPostgres(statement: string): Promise<void> {
	const { DB_HOST, DB_PORT, DB_USERNAME, DB_PASSWORD } = process.env;
	const client = new Client({
		host: DB_HOST,
		port: Number(DB_PORT),
		user: DB_USERNAME,
		password: DB_PASSWORD,
		database: 'postgres',
	});
	await client.connect();
	await client.query(statement);
	await client.end();
}

/** Tokens as Strapi and Medusa give them out; good for a minute. */
export const visitorToken = (key: string = randomUUID(), expires_at = Date.now() + 60_000) =>
	signToken({ kind: 'visitor', key, expires_at }, SECRET);
export const passOf = (customer: string, bot_id = BOT_ID) =>
	signToken({ kind: 'customer', key: customer, bot_id, expires_at: Date.now() + 60_000 }, SECRET);

export interface Reply {
	status: number;
	headers: Headers;
	/** The error of a refusal before the stream. */
	error?: { code: string; message: string; details?: Record<string, unknown> };
	events: AnswerEvent[];
	text: string;
}

interface Asking {
	question: string;
	id?: string;
	language?: string;
	conversation_id?: string;
	token?: string | null;
	slug?: string;
}

/** Asks and reads the stream to its end. */
export async function ask(host: Host, asking: Asking): Promise<Reply> {
	return readReply(await openAnswer(host, asking));
}

/** Asks and returns as soon as the headers are there. */
export function openAnswer(host: Host, { token = visitorToken(), slug = 'shop-help', ...body }: Asking) {
	return fetch(`${host.api}/bots/${slug}/answers`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', ...(token && { 'X-Answerpack-Pass': token }) },
		body: JSON.stringify({ id: randomUUID(), ...body }),
	});
}

export async function readReply(response: Response): Promise<Reply> {
	const { status, headers } = response;
	if (!headers.get('content-type')?.startsWith('text/event-stream')) {
		const json = (await response.json().catch(() => ({}))) as Pick<Reply, 'error'>;
		return { status, headers, error: json.error, events: [], text: '' };
	}
	const events: AnswerEvent[] = [];
	for await (const event of readEvents(response)) events.push(event);
	return { status, headers, events, text: textOf(events) };
}

/** The events of a stream, as they come. */
export async function* readEvents(response: Response): AsyncGenerator<AnswerEvent> {
	const decoder = new TextDecoder();
	let buffer = '';
	for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
		buffer += decoder.decode(chunk, { stream: true });
		for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
			const fields = Object.fromEntries(
				buffer
					.slice(0, end)
					.split('\n')
					.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
			);
			buffer = buffer.slice(end + 2);
			if (!fields.event) continue; // a heartbeat
			yield { id: Number(fields.id), event: fields.event, data: JSON.parse(fields.data ?? '') } as AnswerEvent;
		}
	}
}

export function textOf(events: AnswerEvent[]): string {
	return events.map((event) => (event.event === 'delta' ? event.data.text : '')).join('');
}

/** The data of the answer's last event. */
export function lastOf(reply: Reply) {
	return reply.events.at(-1);
}

/** Saves fields of a draft, as the content manager does. */
export async function save(strapi: Core.Strapi, uid: Uid, documentId: string, data: object, locale?: string) {
	// Strapi knows the fields of a plugin's types only where its own types were generated.
	await strapi.documents(uid).update({ documentId, data: data as never, ...(locale && { locale }) });
}

/** Saves fields and publishes them; returns when the bots know it. */
export async function publish(strapi: Core.Strapi, uid: Uid, documentId: string, data: object, locale?: string) {
	await save(strapi, uid, documentId, data, locale);
	await strapi.documents(uid).publish({ documentId, ...(locale && { locale }) });
	await getService(strapi, 'ingestion').settled();
}

/** A file of the media library, as an upload makes it; with `id`, another file in its place. */
export async function upload(
	strapi: Core.Strapi,
	name: string,
	content: string | Buffer,
	id?: number,
): Promise<{ id: number; url: string }> {
	const filepath = join(tmpdir(), `answerpack-${Date.now()}-${name}`);
	writeFileSync(filepath, content);
	const file = {
		filepath,
		originalFilename: name,
		mimetype: 'application/octet-stream',
		size: Buffer.byteLength(content),
	};
	const uploads = strapi.plugin('upload').service('upload');
	const data = { fileInfo: { name } };
	const result = id ? await uploads.replace(id, { data, file }) : (await uploads.upload({ data, files: file }))[0];
	rmSync(filepath, { force: true });
	return result;
}

type Uid = typeof BOT_UID | SourceUid;
