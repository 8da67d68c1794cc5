import { createUnreadWarning, proxyWarning } from '../proxy-warning';

test.each([{ koa: true }, { koa: true, maxIpsCount: 0 }])(
	'%j does not say how many proxies there are, and the operator is told what to set',
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

test('that a proxy is there which nobody has told Strapi of is said once', () => {
	const warn = jest.fn();
	const unread = createUnreadWarning({ warn });
	unread();
	unread();
	expect(warn.mock.calls).toEqual([[expect.stringMatching(/^Answerpack: .*koa: true/)]]);
});
