import { isDeepStrictEqual } from 'node:util';
import { isAnswerpackError } from '@answerpack/shared/contract';
import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Context } from 'koa';
import { BOT_UID } from '../constants';
import type { BotEntry } from '../content-types/bot/schema';
import { configOf, getService } from '../services';
import { assertNothingWrong } from '../settings/assert-nothing-wrong';
import { type BotForm, readBotForm, toBotForm } from '../settings/bot-form';
import { checkBot, toSettings } from '../settings/bot-settings';
import { type PoolStates, poolStates } from '../settings/pool-states';

/** More than the longest month, so that the first of it is in the report. */
const USAGE_DAYS = 32;
const DAY_MS = 86_400_000;

export interface BotSettingsAnswer {
	document_id: string;
	values: BotForm;
	published: boolean;
	/** The draft has changes that are not published. */
	modified: boolean;
	/** The model that answers when the bot names none; `null`: without a model, from the passages alone. */
	model_default: string | null;
}

export type PoolsAnswer = Partial<PoolStates> & {
	/** Why Medusa could not be asked, as an error code. */
	unavailable: string | null;
};

/** A bot that needs somebody. */
export interface BotAttention {
	document_id: string;
	name: string;
	owner_cap_percent: number | null;
	alert_at: number | null;
	failed_sources: number;
	gaps: number;
}

/** The settings page of a bot; its rules are those of publishing (settings/bot-settings.ts). */
export const botSettings = ({ strapi }: { strapi: Core.Strapi }) => {
	const bots = () => strapi.documents(BOT_UID);

	async function rowOf(documentId: string, published: boolean): Promise<BotEntry | null> {
		const publishedAt = published ? { $notNull: true } : { $null: true };
		return strapi.db.query(BOT_UID).findOne({ where: { documentId, publishedAt } });
	}

	async function answerFor(documentId: string): Promise<BotSettingsAnswer> {
		const draft = await rowOf(documentId, false);
		if (!draft) throw new errors.NotFoundError();
		const published = await rowOf(documentId, true);
		const values = toBotForm(draft);
		const { apiKey, model } = configOf(strapi).openai;
		return {
			document_id: documentId,
			values,
			published: published !== null,
			modified: published !== null && !isDeepStrictEqual(values, toBotForm(published)),
			model_default: apiKey ? model : null,
		};
	}

	/** @throws ValidationError by field */
	async function readForm(ctx: Context, documentId?: string): Promise<{ form: BotForm; publish: boolean }> {
		const { values, publish } = ((ctx.request as { body?: unknown }).body ?? {}) as {
			values?: unknown;
			publish?: unknown;
		};
		const { form, issues } = readBotForm(values ?? {});
		assertNothingWrong(strapi, issues);
		if (!form) throw new errors.ValidationError('values');
		assertNothingWrong(strapi, checkBot({ ...form, documentId: documentId ?? '' }));
		const others: { documentId: string }[] = await strapi.db
			.query(BOT_UID)
			.findMany({ select: ['documentId'], where: { slug: form.slug } });
		if (others.some((other) => other.documentId !== documentId)) {
			assertNothingWrong(strapi, [{ field: 'slug', problem: 'slug_taken' }]);
		}
		return { form, publish: publish === true };
	}

	async function poolsOf(bot: BotEntry): Promise<PoolsAnswer> {
		const now = new Date();
		const from = new Date(now.getTime() - USAGE_DAYS * DAY_MS).toISOString();
		try {
			const { ledger } = getService(strapi, 'ledger');
			const { usage } = await ledger.usage(bot.documentId, { from, to: now.toISOString(), by: 'day' });
			return { ...poolStates(toSettings(bot), usage, now), unavailable: null };
		} catch (error) {
			if (!isAnswerpackError(error)) throw error;
			return { unavailable: error.code };
		}
	}

	return {
		/** `GET /answerpack/bots/:id/settings` */
		find: (ctx: Context): Promise<BotSettingsAnswer> => answerFor(ctx.params.id),

		/** `POST /answerpack/bots` `{values, publish}` */
		async create(ctx: Context): Promise<BotSettingsAnswer> {
			const { form, publish } = await readForm(ctx);
			// Strapi knows the fields of a plugin's types only where its own types were generated.
			const { documentId } = await bots().create({
				data: form as never,
				...(publish && { status: 'published' as const }),
			});
			ctx.status = 201;
			return answerFor(documentId);
		},

		/** `PUT /answerpack/bots/:id/settings` `{values, publish}`: saves the draft, and publishes it if that is asked for. */
		async update(ctx: Context): Promise<BotSettingsAnswer> {
			const documentId: string = ctx.params.id;
			if (!(await rowOf(documentId, false))) throw new errors.NotFoundError();
			const { form, publish } = await readForm(ctx, documentId);
			await strapi.db.transaction(async () => {
				await bots().update({ documentId, data: form as never });
				if (publish) await bots().publish({ documentId });
			});
			return answerFor(documentId);
		},

		/** `GET /answerpack/bots/:id/pools`: what is left in each, as Medusa counts. */
		async pools(ctx: Context): Promise<PoolsAnswer> {
			const bot = await rowOf(ctx.params.id, true);
			return bot ? poolsOf(bot) : { unavailable: 'bot_not_published' };
		},

		/** `GET /answerpack/attention`: the bots that need somebody. */
		async attention(): Promise<BotAttention[]> {
			const published: BotEntry[] = await strapi.db
				.query(BOT_UID)
				.findMany({ where: { publishedAt: { $notNull: true } }, orderBy: { name: 'asc' } });
			const all = published.map(async (bot): Promise<BotAttention> => {
				const [pools, sources, gaps] = await Promise.all([
					poolsOf(bot),
					getService(strapi, 'sources').list(bot.documentId, { page: 1, pageSize: 1 }),
					getService(strapi, 'gaps').list(bot),
				]);
				return {
					document_id: bot.documentId,
					name: bot.name ?? '',
					owner_cap_percent: pools.owner_cap_percent ?? null,
					alert_at: pools.alert_at ?? null,
					failed_sources: sources.counts.failed,
					gaps: gaps.gaps.length,
				};
			});
			const bots = await Promise.all(all);
			return bots.filter(({ alert_at, failed_sources, gaps }) => alert_at !== null || failed_sources || gaps);
		},
	};
};
