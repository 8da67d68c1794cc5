/** What is wrong with the host's `server.proxy`; what the limits make of it is in content-api/caller-address.ts. */
export function proxyWarning(proxy: unknown): string | undefined {
	const { koa, maxIpsCount } = (proxy ?? {}) as { koa?: unknown; maxIpsCount?: unknown };
	if (!koa || Number(maxIpsCount) > 0) return undefined;
	return 'Answerpack: config/server.js has proxy.koa without proxy.maxIpsCount, so one reverse proxy is assumed: behind more all visitors count as one address, and the limits of others believe whatever address a caller claims. Set maxIpsCount to the number of your reverse proxies, such as { koa: true, maxIpsCount: 1 }.';
}

/** Says once that visitors cannot be told apart. */
export function createUnreadWarning(log: { warn(message: string): void }): () => void {
	let said = false;
	return () => {
		if (said) return;
		said = true;
		log.warn(
			'Answerpack: a reverse proxy says where visitors come from, but config/server.js has no proxy.koa, so all visitors count as one address and share its limits. Set proxy: { koa: true, maxIpsCount: 1 }, with the number of your reverse proxies.',
		);
	};
}
