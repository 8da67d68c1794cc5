import { inMedusa } from '../in-medusa';
import { consents } from './consents';
import { customerRoutes } from './customer-routes';
import { forgetting } from './forgetting';
import { offerProducts } from './offer-products';
import { offers } from './offers';
import { ownerPages } from './owner-pages';
import { purchases } from './purchases';
import { refundingUnused } from './refunding-unused';
import { reports } from './reports';
import { serviceRoutes } from './service-routes';
import { openShop, SECRET } from './shop';
import { type StrapiStandIn, startStrapiStandIn } from './strapi-stand-in';
import { takingBack } from './taking-back';

process.env.ANSWERPACK_SERVICE_SECRET = SECRET; // read when Medusa loads its configuration, before the runner sets `env`

let strapi: StrapiStandIn;

// Before Medusa loads its configuration, which says where Strapi is.
beforeAll(async () => {
	strapi = await startStrapiStandIn();
	process.env.ANSWERPACK_STRAPI_URL = strapi.url;
});
afterAll(() => strapi.stop());

// One Medusa for all of it: booting takes longer than the tests.
inMedusa('shop', (options) => {
	beforeAll(() => openShop(options));
	serviceRoutes(options);
	customerRoutes(options);
	purchases(options);
	consents(options);
	takingBack(options);
	refundingUnused(options);
	offers(options);
	offerProducts(options);
	ownerPages(options);
	reports(options);
	forgetting(options, () => strapi);
});
