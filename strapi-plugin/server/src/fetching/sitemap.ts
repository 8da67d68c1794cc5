const LOCATION = /<loc[^>]*>\s*(?:<!\[CDATA\[)?\s*([^<\]]+)/gi;

/** What a sitemap lists: pages, or other sitemaps. Plain text with an address in each line is one, too. */
export function readSitemap(text: string): { kind: 'pages' | 'sitemaps'; urls: string[] } {
	if (!/<(?:urlset|sitemapindex)[\s>]/i.test(text)) {
		return { kind: 'pages', urls: text.split(/\s+/).filter((line) => /^https?:\/\//.test(line)) };
	}
	const urls = [...text.matchAll(LOCATION)].map(([, url = '']) => decode(url.trim()));
	return { kind: /<sitemapindex[\s>]/i.test(text) ? 'sitemaps' : 'pages', urls };
}

function decode(url: string): string {
	return url.replace(
		/&(amp|lt|gt|quot|apos);/g,
		(_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '',
	);
}

/** Whether two addresses are of one site: `www.` makes no difference. */
export function sameSite(a: string, b: string): boolean {
	const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : '');
	return hostOf(a) !== '' && hostOf(a) === hostOf(b);
}
