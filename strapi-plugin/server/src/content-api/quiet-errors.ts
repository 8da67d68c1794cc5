import { errors } from '@strapi/utils';
import type { Context, Next } from 'koa';
import { describeQuietly } from '../privacy/quiet-log';

/** Strapi logs what its admin routes throw as it is; an error of the database would hold what was asked or looked for. */
export const quietErrors = () => async (_ctx: Context, next: Next) => {
	try {
		return await next();
	} catch (error) {
		if (error instanceof errors.ApplicationError || error instanceof errors.HttpError) throw error;
		const said = new Error('an admin route of Answerpack failed');
		said.stack = `${said.message}: ${describeQuietly(error)}`;
		throw said;
	}
};
