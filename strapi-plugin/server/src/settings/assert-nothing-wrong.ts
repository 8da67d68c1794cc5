import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { describeProblem, type Problem } from './problems';

/** What is wrong with a field of an entry, or with a place in it. */
export interface Issue {
	field: string;
	path?: readonly string[];
	problem: Problem;
}

/** @throws ValidationError in the shape that Strapi's forms show beside the fields, in the editor's language */
export function assertNothingWrong(strapi: Core.Strapi, issues: readonly Issue[]): void {
	if (issues.length === 0) return;
	const language = strapi.requestContext.get()?.state.user?.preferedLanguage; // Strapi's spelling
	const fields = issues.map(({ field, path = [field], problem }) => ({
		path,
		message: describeProblem(problem, language),
		name: 'ValidationError',
	}));
	const message = fields.length === 1 && fields[0] ? fields[0].message : describeProblem('several', language);
	throw new errors.ValidationError(message, { errors: fields });
}
