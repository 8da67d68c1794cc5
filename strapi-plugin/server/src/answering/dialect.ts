/** The fields of a request that not every OpenAI-compatible server takes. */
export interface DialectFields {
	max_completion_tokens?: number;
	max_tokens?: number;
	/** Asks for a last chunk that says what was used. */
	stream_options?: { include_usage: true };
}

interface Dialect {
	counts: boolean;
	limit: 'max_completion_tokens' | 'max_tokens';
}

/** As OpenAI speaks; its reasoning models take nothing else. */
const NEWEST: Dialect = { counts: true, limit: 'max_completion_tokens' };

export type Dialects = ReturnType<typeof createDialects>;

/**
 * Asks models in words that their servers understand. A field that one refuses by name is left out or called otherwise,
 * and that is remembered for its model as soon as it has helped.
 */
export function createDialects() {
	const learned = new Map<string, Dialect>();

	return {
		/**
		 * @param create asks the model with these fields
		 * @throws whatever the provider says, when no other words would help
		 */
		async ask<Stream>(
			model: string,
			output_tokens_max: number,
			create: (fields: DialectFields) => PromiseLike<Stream>,
		): Promise<Stream> {
			let dialect = learned.get(model) ?? NEWEST;
			for (;;) {
				const { counts, limit } = dialect;
				try {
					const stream = await create({
						[limit]: output_tokens_max,
						...(counts && { stream_options: { include_usage: true } }),
					});
					learned.set(model, dialect);
					return stream;
				} catch (error) {
					const simpler = simplify(dialect, error);
					if (!simpler) throw error;
					dialect = simpler;
				}
			}
		},
	};
}

/** What to try instead; nothing when the refusal names none of these fields. */
function simplify(dialect: Dialect, error: unknown): Dialect | undefined {
	const { status, message } = error as { status?: unknown; message?: unknown };
	if (status !== 400 && status !== 422) return undefined;
	const names = (field: string) => String(message).includes(field);
	if (dialect.counts && names('stream_options')) return { ...dialect, counts: false };
	if (dialect.limit !== 'max_tokens' && names(dialect.limit)) return { ...dialect, limit: 'max_tokens' };
	return undefined;
}
