import { createHash } from 'node:crypto';
import OpenAI from 'openai';
import { withoutTexts } from '../privacy/without-texts';

/** Texts of one request. */
const BATCH_MAX = 64;
const PASSAGES_TIMEOUT_MS = 30_000;
/** A visitor is waiting: then words alone must do. */
const QUESTION_TIMEOUT_MS = 800;
const RETRIES = 2;

export interface EmbedderOptions {
	apiKey?: string;
	/** Any server with OpenAI's `/embeddings`. */
	baseUrl?: string;
	model: string;
	/** Of the vectors, where the model lets one choose. */
	dimensions?: number;
	log: { warn(message: string): void; info(message: string): void };
}

export interface Embedder {
	/** Names what makes vectors comparable: model, dimensions and server. */
	readonly space: string;
	/** @returns null when they cannot be had now */
	passages(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[] | null>;
	/** @returns null when it takes too long for a visitor */
	question(text: string): Promise<Float32Array | null>;
}

/** An embedding model, which never keeps anything else from working: what it cannot say now is done without. */
export function createEmbedder({ apiKey, baseUrl, model, dimensions, log }: EmbedderOptions): Embedder {
	// The package insists on a key; a server of one's own may want none.
	const client = new OpenAI({ apiKey: apiKey || 'none', baseURL: baseUrl });
	let away = false;

	async function embed(
		input: string[],
		timeout: number,
		maxRetries: number,
		signal?: AbortSignal,
	): Promise<Float32Array[]> {
		const { data } = await client.embeddings.create(
			{ model, input, encoding_format: 'float', ...(dimensions && { dimensions }) },
			{ timeout, maxRetries, signal },
		);
		const vectors = [...data].sort((a, b) => a.index - b.index).map(({ embedding }) => Float32Array.from(embedding));
		const length = vectors[0]?.length ?? 0;
		const whole = vectors.every((vector) => vector.length === length && vector.every(Number.isFinite));
		if (vectors.length !== input.length || length === 0 || !whole) throw new Error('its answer holds no vectors');
		return vectors;
	}

	/** Says once that the model is away, and once that it is back. */
	async function tried<Result>(
		texts: readonly string[],
		attempt: Promise<Result>,
		signal?: AbortSignal,
	): Promise<Result | null> {
		try {
			const result = await attempt;
			if (away) log.info('Answerpack: the embedding model answers again.');
			away = false;
			return result;
		} catch (error) {
			signal?.throwIfAborted();
			if (!away) {
				log.warn(
					`Answerpack: the embedding model cannot be asked (${withoutTexts(error instanceof Error ? error.message : String(error), texts)}). Bots find by words alone until it can.`,
				);
			}
			away = true;
			return null;
		}
	}

	return {
		space: createHash('sha256')
			.update(JSON.stringify([baseUrl ?? null, model, dimensions ?? null]))
			.digest('hex')
			.slice(0, 16),

		async passages(texts, signal) {
			const vectors: Float32Array[] = [];
			for (let from = 0; from < texts.length; from += BATCH_MAX) {
				const some = texts.slice(from, from + BATCH_MAX);
				const found = await tried(some, embed(some, PASSAGES_TIMEOUT_MS, RETRIES, signal), signal);
				if (!found || (vectors[0] && found[0]?.length !== vectors[0].length)) return null;
				vectors.push(...found);
			}
			return vectors;
		},

		async question(text) {
			const found = await tried([text], embed([text], QUESTION_TIMEOUT_MS, 0));
			return found?.[0] ?? null;
		},
	};
}

/** A vector as text, for a column of the database. */
export function encodeVector(vector: Float32Array): string {
	return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

export function decodeVector(text: string): Float32Array {
	const bytes = Buffer.from(text, 'base64');
	// A copy of its own: floats must begin at a multiple of four.
	return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
