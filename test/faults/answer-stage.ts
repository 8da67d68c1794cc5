import { randomUUID } from 'node:crypto';
import { signToken } from '@answerpack/shared/server';
import { LLMock } from '@copilotkit/aimock';
import type { Child } from '../stack/children.mjs';
import { openMedusas } from '../stack/medusas.mjs';
import { letProbesIn } from '../stack/probes.mjs';
import { request, untilKnown } from './callers.ts';
import { publishBots } from './editor.ts';
import { logInOwner } from './people.ts';
import { askUntilOver, newQuestion } from './visitors.ts';

/** `npm run test:deep`: everything is done longer, and more of it. */
export const DEEP = process.env.ANSWERPACK_DEEP === '1';

type Shop = Awaited<ReturnType<typeof openMedusas>>;

/** A server that can be killed and started again. */
export interface Server {
	url: string;
	start(): Promise<Child>;
	child: Child;
}

/** The whole way of an answer: two processes of Strapi on one database, a Medusa, and a model that does what it is told. */
export interface Stage {
	shop: Shop;
	medusa: Server;
	strapis: [Server, Server];
	model: LLMock;
	/** Only in the long version. */
	probes?: ReturnType<typeof letProbesIn>;
	/** The owner's token in Medusa's admin. */
	token: string;
	/** Of the bot whose answers cost a credit each, and of the one that counts tokens. */
	bots: Record<Slug, string>;
}
export const stage = {} as Stage;

export const SLUGS = ['shop-help', 'metered'] as const;
export type Slug = (typeof SLUGS)[number];

/** What a model may be silent for, in seconds. */
export const IDLE_TIMEOUT_SECONDS = 3;
/** Nobody but the model and its asker may ever read it. */
export const MODEL_KEY = 'sk-faults-0123456789abcdefghijklmnopqrstuvwxyz';

/** @param port where it was before */
export async function startModel(port = 0): Promise<LLMock> {
	const model = new LLMock({ host: '127.0.0.1', port, journalMaxEntries: 100, logLevel: 'silent' });
	await model.start();
	return model;
}

export async function setUp(): Promise<void> {
	stage.model = await startModel();
	Object.assign(process.env, {
		OPENAI_API_KEY: MODEL_KEY,
		OPENAI_BASE_URL: `${stage.model.url}/v1`,
		OPENAI_MODEL: 'a-model',
		OPENAI_IDLE_TIMEOUT_SECONDS: String(IDLE_TIMEOUT_SECONDS),
		// Everybody here comes from one address.
		DEMO_LIMITS: 'off',
	});
	if (DEEP) stage.probes = letProbesIn();
	stage.shop = await openMedusas();
	const start = async (server: Omit<Server, 'child'>): Promise<Server> => ({ ...server, child: await server.start() });
	stage.medusa = await start(await stage.shop.add('medusa'));
	stage.token = await logInOwner(stage.medusa.url, stage.shop.state);
	const one = await start(await stage.shop.addStrapi('strapi-one', stage.medusa));
	stage.strapis = [one, await start(await stage.shop.addStrapi('strapi-other', stage.medusa))];
	stage.bots = await publishBots(one.url, stage.shop.state);
	stage.model.onMessage(/./, { content: 'To Austria it takes 3 to 4 working days [1].' });
	for (const bot of SLUGS) {
		for (const { url } of stage.strapis) {
			// Until it has read what the editor has published, it does not know, and nobody pays.
			for (let pool = null; pool === null; ) {
				const { last } = await askUntilOver([url], newQuestion({ bot }));
				if (last?.event === 'done') pool = last.data.pool;
			}
		}
	}
	stage.model.reset();
}

export async function tearDown(): Promise<void> {
	await stage.shop?.stop();
	await stage.model?.stop();
	stage.probes?.end();
}

/** Medusa's admin API, until Medusa answers. With a body it is a POST. */
export function asOwner<T>(path: string, body?: object): Promise<T> {
	const headers = { authorization: `Bearer ${stage.token}` };
	return untilKnown([stage.medusa.url], (url) =>
		request<T>(url + path, { method: body ? 'POST' : 'GET', headers, body }),
	);
}

const PASS_SECONDS = 3600;

export interface Customer {
	pass: string;
	give(credits: number): Promise<{ lot_id: string }>;
	/** What of it is held for an answer is taken when that lets go of it. */
	takeBack(lot_id: string, credits: number): Promise<unknown>;
}

/** Somebody who is signed in at the shop, and asks this bot. */
export function newCustomer(bot: Slug): Customer {
	const key = `cus_${randomUUID()}`;
	const bot_id = stage.bots[bot];
	const expires_at = Date.now() + PASS_SECONDS * 1000;
	const adjust = <T>(body: object) =>
		asOwner<T>(`/admin/answerpack/customers/${key}/adjustments`, {
			id: randomUUID(),
			bot_id,
			reason: 'faults',
			...body,
		});
	return {
		pass: signToken({ kind: 'customer', key, bot_id, expires_at }, stage.shop.state.secrets.service),
		give: (credits) => adjust({ kind: 'give', credits }),
		takeBack: (lot_id, credits) => adjust({ kind: 'take_back', lot_id, credits }),
	};
}

/** @returns the pass of a customer with these credits of a bot */
export async function customerWith(credits: number, bot: Slug): Promise<string> {
	const { pass, give } = newCustomer(bot);
	await give(credits);
	return pass;
}

/** Somebody whom nobody knows. @returns the visitor token */
export function visitor(): string {
	return signToken(
		{ kind: 'visitor', key: randomUUID(), expires_at: Date.now() + PASS_SECONDS * 1000 },
		stage.shop.state.secrets.service,
	);
}
