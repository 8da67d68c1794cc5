/**
 * Where Strapi's API is, from the option `strapi_url`: the address of Strapi, or of its API where that is not `/api`.
 * @returns nothing when it is not set
 * @throws Error with a sentence for the operator
 */
export function readStrapiUrl(url: unknown): string | undefined {
	if (url === undefined || url === null || url === '') return undefined;
	if (typeof url !== 'string' || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
		throw new Error(`Answerpack: the option strapi_url is no address, such as https://cms.example: ${url}`);
	}
	const bare = url.replace(/\/+$/, '');
	return new URL(bare).pathname === '/' ? `${bare}/api` : bare;
}
