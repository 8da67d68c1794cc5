/**
 * What is wrong with the host's `server.proxy`. Koa believes the first address of `X-Forwarded-For`, which the caller
 * wrote, unless it knows how many of the last ones come from proxies.
 */
export function proxyWarning(proxy: unknown): string | undefined {
	const { koa, maxIpsCount } = (proxy ?? {}) as { koa?: unknown; maxIpsCount?: unknown };
	if (!koa || Number(maxIpsCount) > 0) return undefined;
	return 'Answerpack: callers can choose their own address and pass every limit, because config/server.js has proxy.koa without proxy.maxIpsCount; set maxIpsCount to the number of your reverse proxies, such as { koa: true, maxIpsCount: 1 }.';
}
