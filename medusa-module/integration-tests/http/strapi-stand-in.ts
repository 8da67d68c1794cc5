import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CustomerAnswer } from '@answerpack/shared/contract';
import { SECRET } from './shop';

const PATH = /^\/api\/answerpack\/service\/customers\/([^/]+)\/conversations(?:\?after=(\d+))?$/;
const PAGE = 2;

/** What Strapi's service routes do for customers, as far as Medusa can tell (strapi-plugin: customers.spec). */
export async function startStrapiStandIn() {
	const kept = new Map<string, CustomerAnswer[]>();
	const erased: string[] = [];
	let away = false;
	const server = createServer((request, response) => {
		const [, id = '', after = '0'] = PATH.exec(request.url ?? '') ?? [];
		const answer = (status: number, body: object) =>
			response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
		if (away) return answer(503, {});
		if (request.headers.authorization !== `Bearer ${SECRET}`) return answer(401, {});
		if (!id) return answer(404, {});
		const answers = kept.get(id) ?? [];
		if (request.method === 'DELETE') {
			erased.push(id);
			kept.delete(id);
			return answer(200, { erased: answers.length });
		}
		const from = Number(after);
		const next = from + PAGE < answers.length ? from + PAGE : null;
		return answer(200, { answers: answers.slice(from, from + PAGE), next });
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		kept,
		/** Customers in the order in which they were erased, once for each time. */
		erased,
		goAway: () => {
			away = true;
		},
		comeBack: () => {
			away = false;
		},
		stop: () => server.close(),
	};
}

export type StrapiStandIn = Awaited<ReturnType<typeof startStrapiStandIn>>;
