import { AnswerpackError } from '@answerpack/shared/contract';
import { isServiceSecret, readSecrets } from '@answerpack/shared/server';
import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { configOf } from '../services';

/** Lets Medusa pass, and nobody else. @throws AnswerpackError `service_secret_wrong` */
export const requireServiceSecret = (_config: unknown, { strapi }: { strapi: Core.Strapi }) => {
	const secrets = readSecrets(configOf(strapi).serviceSecret);
	return async (ctx: Context, next: Next): Promise<void> => {
		const [scheme, given] = ctx.get('Authorization').split(' ');
		if (scheme?.toLowerCase() !== 'bearer' || !given || !isServiceSecret(secrets, given)) {
			throw new AnswerpackError('service_secret_wrong');
		}
		await next();
	};
};
