import type { VisitorAnswer } from '@answerpack/shared/contract';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { getService } from '../services';

/** `POST /visitors`: a token for an anonymous browser. */
export const visitors = ({ strapi }: { strapi: Core.Strapi }) => ({
	async create(ctx: Context): Promise<VisitorAnswer> {
		await getService(strapi, 'limits').visitorToken(getService(strapi, 'caller-address')(ctx.request));
		ctx.status = 201;
		return getService(strapi, 'visitor-tokens').mint();
	},
});
