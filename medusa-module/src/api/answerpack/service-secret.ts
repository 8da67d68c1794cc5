import { AnswerpackError } from '@answerpack/shared/contract';
import { isServiceSecret } from '@answerpack/shared/server';
import type { MedusaRequest } from '@medusajs/framework/http';
import { CREDITS_MODULE } from '../../modules/credits';
import type CreditsModuleService from '../../modules/credits/service';

/** Lets Strapi pass, and nobody else. @throws AnswerpackError `service_secret_wrong` */
export function requireServiceSecret(req: MedusaRequest): void {
	const [scheme, given] = (req.headers.authorization ?? '').split(' ');
	const secrets = req.scope.resolve<CreditsModuleService>(CREDITS_MODULE).serviceSecrets();
	if (scheme?.toLowerCase() === 'bearer' && given && isServiceSecret(secrets, given)) return;
	throw new AnswerpackError('service_secret_wrong');
}
