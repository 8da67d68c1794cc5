import { customerIdSchema, parse } from '@answerpack/shared/contract';
import { PRIVACY_MODULE } from '../../../../../../modules/privacy';
import type PrivacyModuleService from '../../../../../../modules/privacy/service';
import { sendConversations } from '../../../../../conversations';
import { adminCall } from '../../../admin-call';

/** Everything that the bots keep of what a customer asked, as a file, also of one who was deleted and is not forgotten yet. */
export const GET = adminCall(({ req, res, id }) =>
	sendConversations(res, req.scope.resolve<PrivacyModuleService>(PRIVACY_MODULE), parse(customerIdSchema, id)),
);

/** Erases all of it for good. */
export const DELETE = adminCall(({ req, id }) =>
	req.scope.resolve<PrivacyModuleService>(PRIVACY_MODULE).bots().erase(parse(customerIdSchema, id)),
);
