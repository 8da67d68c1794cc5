import { createTrust, readSecrets } from '@answerpack/shared/server';
import { z } from '@strapi/utils';

const count = z.number().int().min(1);
const perMinute = z.object({ burst: count, per_minute: count });
const atOnce = z.object({ perAddress: count, perProcess: count });

const configSchema = z.object({
	medusaUrl: z.url('must be the address of Medusa, such as https://shop.example'),
	serviceSecret: z.string(),
	openai: z.object({
		/** Without a key the extractive answerer answers. */
		apiKey: z.string().optional(),
		baseUrl: z.url().optional(),
		model: z.string().min(1).max(255),
		/** How long the model may be silent before the answer is given up. */
		idleTimeoutSeconds: z.number().positive(),
		/** By the model's name, in what its provider bills in; for providers that do not say what an answer cost. */
		costPerMillionTokens: z.record(
			z.string(),
			z.object({ input: z.number().nonnegative(), output: z.number().nonnegative() }),
		),
	}),
	embeddings: z.object({
		/** Without a model bots find by words alone. */
		model: z.string().min(1).max(255).optional(),
		apiKey: z.string().optional(),
		baseUrl: z.url().optional(),
		dimensions: z.number().int().min(1).max(10_000).optional(),
	}),
	/** Where instances count limits together; without it each counts by itself. */
	redisUrl: z.string().optional(),
	/** Networks of reverse proxies whose word is taken on where visitors come from, besides private ones. */
	trustedProxies: z.array(z.string().refine(isNetwork, 'must be a network, such as 203.0.113.0/24')),
	limits: z.object({
		/** New visitors from one address. Each has free answers of their own, so they are what is scarce. */
		visitorTokens: z.object({ burst: count, per_hour: count }),
		answersPerVisitor: perMinute,
		answersPerAddress: perMinute,
		answersPerBot: perMinute,
		/** Whatever else one visitor does: reading an answer again, stopping and rating it, conversations. */
		callsPerVisitor: perMinute,
		/** Answers that are written at the same time. */
		answersAtOnce: atOnce,
		/** Open streams: of answers that run, and of those that are read again. */
		streamsAtOnce: atOnce,
	}),
});

/** `config/plugins` of the host: `answerpack: { enabled: true, config: … }`. Environment variables are the default. */
export type AnswerpackConfig = z.infer<typeof configSchema>;

/** Strapi's `env`, as far as it is used here. */
type Env = (key: string) => string | undefined;

export const config = {
	default: ({ env }: { env: Env }) => ({
		medusaUrl: env('ANSWERPACK_MEDUSA_URL'),
		serviceSecret: env('ANSWERPACK_SERVICE_SECRET'),
		openai: {
			apiKey: env('OPENAI_API_KEY') || undefined,
			baseUrl: env('OPENAI_BASE_URL') || undefined,
			model: env('OPENAI_MODEL') || 'gpt-4.1-mini',
			idleTimeoutSeconds: Number(env('OPENAI_IDLE_TIMEOUT_SECONDS') || 30),
			costPerMillionTokens: {},
		},
		embeddings: {
			model: env('ANSWERPACK_EMBEDDINGS_MODEL') || undefined,
			apiKey: env('ANSWERPACK_EMBEDDINGS_API_KEY') || undefined,
			baseUrl: env('ANSWERPACK_EMBEDDINGS_BASE_URL') || undefined,
			dimensions: Number(env('ANSWERPACK_EMBEDDINGS_DIMENSIONS')) || undefined,
		},
		redisUrl: env('REDIS_URL') || undefined,
		trustedProxies: [] as string[],
		limits: {
			visitorTokens: { burst: 5, per_hour: 12 },
			answersPerVisitor: { burst: 20, per_minute: 30 },
			answersPerAddress: { burst: 20, per_minute: 60 },
			answersPerBot: { burst: 300, per_minute: 1200 },
			callsPerVisitor: { burst: 60, per_minute: 120 },
			answersAtOnce: { perAddress: 5, perProcess: 500 },
			streamsAtOnce: { perAddress: 20, perProcess: 1000 },
		},
	}),
	/** @throws Error that names the option and what it takes; Strapi stops the boot with it. */
	validator: (given: unknown): void => {
		readSecrets((given as Partial<AnswerpackConfig>).serviceSecret);
		const result = configSchema.safeParse(given);
		if (result.success) return;
		const issue = result.error.issues[0];
		throw new Error(`${issue?.path.join('.')}: ${issue?.message}`);
	},
};

function isNetwork(network: string): boolean {
	try {
		createTrust([network]);
		return true;
	} catch {
		return false;
	}
}
