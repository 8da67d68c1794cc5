import { defineLink } from '@medusajs/framework/utils';
import ProductModule from '@medusajs/medusa/product';
import OffersModule from '../modules/offers';

/** What a product variant grants. One offer may be sold by several variants; a variant grants one offer. */
export default defineLink(
	{ linkable: ProductModule.linkable.productVariant, isList: true },
	OffersModule.linkable.creditOffer,
);
