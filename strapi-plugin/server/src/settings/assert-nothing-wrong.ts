import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { FieldIssue } from './bot-settings';
import { describeProblem } from './problems';

/** @throws ValidationError in the shape that Strapi's forms show beside the fields, in the editor's language */
export function assertNothingWrong(strapi: Core.Strapi, issues: readonly FieldIssue[]): void {
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
