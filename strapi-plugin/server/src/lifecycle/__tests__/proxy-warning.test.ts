import { proxyWarning } from '../proxy-warning';

test.each([{ koa: true }, { koa: true, maxIpsCount: 0 }])(
	'%j lets callers choose their address, and the operator is told what to set',
	(proxy) => {
		expect(proxyWarning(proxy)).toMatch(/^Answerpack: .*maxIpsCount: 1/);
	},
);

test.each([undefined, {}, { koa: false }, { koa: true, maxIpsCount: 1 }, { koa: true, maxIpsCount: 2 }])(
	'%j is as it should be',
	(proxy) => {
		expect(proxyWarning(proxy)).toBeUndefined();
	},
);
