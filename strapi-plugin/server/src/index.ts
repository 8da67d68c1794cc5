import { config } from './config';
import { createErrorMapping } from './content-api/errors';
import { quietErrors } from './content-api/quiet-errors';
import { requireServiceSecret } from './content-api/service-secret';
import { contentTypes } from './content-types';
import { controllers } from './controllers';
import { bootstrap } from './lifecycle/bootstrap';
import { destroy } from './lifecycle/destroy';
import { register } from './lifecycle/register';
import { routes } from './routes';
import { services } from './services';

export default {
	register,
	bootstrap,
	destroy,
	config,
	contentTypes,
	controllers,
	routes,
	services,
	middlewares: { 'quiet-errors': quietErrors, 'service-secret': requireServiceSecret, errors: createErrorMapping },
	policies: {},
};
