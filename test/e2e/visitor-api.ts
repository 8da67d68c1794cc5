import { randomUUID } from 'node:crypto';
import { type AnswerEvent, PASS_HEADER } from '@answerpack/shared/contract';
import { stack } from './stage.ts';

/** The bot's interface without the widget: for what no widget would send, and for answers that need no browser. */

export async function newVisitor(): Promise<string> {
	const response = await fetch(`${stack.strapi}/api/answerpack/visitors`, { method: 'POST' });
	if (!response.ok) throw new Error(`no visitor token: ${response.status} ${await response.text()}`);
	return ((await response.json()) as { token: string }).token;
}

export interface Reply {
	status: number;
	/** Of an error: its body. */
	error?: { code: string; message: string; details?: Record<string, unknown> };
	/** Of an answer: its events. */
	events: AnswerEvent[];
	text: string;
}

export async function ask(pass: string | undefined, body: unknown, slug = stack.bot_slug): Promise<Reply> {
	const response = await fetch(`${stack.strapi}/api/answerpack/bots/${slug}/answers`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', ...(pass !== undefined && { [PASS_HEADER]: pass }) },
		body: JSON.stringify(body),
	});
	const content = await response.text();
	if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
		return { status: response.status, error: JSON.parse(content).error, events: [], text: '' };
	}
	const events = readEvents(content);
	return { status: response.status, events, text: textOf(events) };
}

/** A question with an id of its own. */
export const question = (text: string, language = 'en') => ({ id: randomUUID(), question: text, language });

export const doneOf = ({ events }: Reply) => {
	const last = events.at(-1);
	return last?.event === 'done' ? last.data : undefined;
};

function textOf(events: AnswerEvent[]): string {
	return events.map((event) => (event.event === 'delta' ? event.data.text : '')).join('');
}

function readEvents(content: string): AnswerEvent[] {
	return content
		.split('\n\n')
		.map((block) => Object.fromEntries(block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line)?.slice(1) ?? [])))
		.filter((fields) => fields.event)
		.map(({ id, event, data }) => ({ id: Number(id), event, data: JSON.parse(data) }) as AnswerEvent);
}
