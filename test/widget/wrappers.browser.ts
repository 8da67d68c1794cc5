import { AnswerBot as ReactBot } from '@answerpack/widget/react';
import { AnswerBot as VueBot } from '@answerpack/widget/vue';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { createElement } from 'react';
import { renderToString as renderReact } from 'react-dom/server';
import { createSSRApp, h } from 'vue';
import { renderToString as renderVue } from 'vue/server-renderer';
import { loginOf } from '../doubles/bot/world.mjs';
import { inRoot } from '../stack/root.mjs';
import type { Host, HostProps } from './hosts/host.ts';
import { useBot } from './stage.ts';

// The wrappers for React and Vue: rendered on a server, brought to life in a browser, and let go.

const stage = useBot();
const fromServer = {
	react: async (props: HostProps) => renderReact(createElement(ReactBot, { ...props, className: 'corner' })),
	vue: (props: HostProps) => renderVue(createSSRApp({ render: () => h(VueBot, { ...props, class: 'corner' }) })),
};

/** What the page knows: the host, the props of the tag, and what the host has heard. */
declare const host: Host;
declare const props: HostProps;
declare const heard: string[];

describe.each(['react', 'vue'] as const)('with %s', (framework) => {
	const attributes = () => ({
		bot: 'shop-help',
		strapi: stage.bot.url,
		medusa: stage.bot.url,
		publishableKey: 'pk_test',
	});

	/** The shop's page as the server has sent it, not yet alive. */
	async function shop(): Promise<Page> {
		const page = await stage.visitor();
		const { outputFiles } = await build({
			entryPoints: [inRoot(`test/widget/hosts/${framework}.ts`)],
			bundle: true,
			write: false,
			format: 'esm',
			// As a shop is developed: then both frameworks complain of what does not match.
			define: {
				'process.env.NODE_ENV': '"development"',
				__VUE_OPTIONS_API__: 'true',
				__VUE_PROD_DEVTOOLS__: 'false',
				__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'true',
			},
			logLevel: 'warning',
		});
		const html = await fromServer[framework](attributes());
		const text = `<!doctype html><title>A shop</title><div id="app">${html}</div>`;
		stage.bot.pages.set('/shop', { type: 'text/html', text });
		stage.bot.pages.set('/host.js', { type: 'text/javascript', text: outputFiles[0]?.text ?? '' });
		await page.goto(`${stage.bot.page}/shop`);
		await page.evaluate((props) => Object.assign(window, { props, heard: [] }), attributes());
		await page.addScriptTag({ type: 'module', url: '/host.js' });
		await page.waitForFunction(() => 'host' in window);
		return page;
	}

	test('a server renders the tag with its attributes, and nothing that only a browser can have', async () => {
		const html = await fromServer[framework]({
			...attributes(),
			lang: 'de',
			signIn: '/login',
			customerToken: () => 'secret',
			words: { launcher: 'Ask us' },
			onAsk() {},
		});
		const [, tag = html] = /^<answer-bot ([^>]*)><\/answer-bot>$/.exec(html) ?? [];
		expect(
			Object.fromEntries([...tag.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value])),
		).toEqual({
			bot: 'shop-help',
			strapi: stage.bot.url,
			medusa: stage.bot.url,
			'publishable-key': 'pk_test',
			lang: 'de',
			'sign-in': '/login',
			class: 'corner',
		});
	});

	test('what the server has rendered comes to life as the same element; the ref has its methods', async () => {
		const page = await shop();
		const isTheSame = await page.evaluate(async () => {
			const before = document.querySelector('answer-bot');
			await host.hydrate(props);
			return host.bot === before;
		});
		expect(isTheSame).toBe(true);
		await page.evaluate(() => host.bot?.open());
		await page.locator('answer-bot.corner').getByRole('textbox', { name: 'Your question' }).waitFor();
	});

	test('a handler hears of a question and can cancel it; the handler of the last rendering counts', async () => {
		const page = await shop();
		const asked = await page.evaluate(async () => {
			const hear = (who: string, cancel: boolean) => (event: CustomEvent<{ question: string }>) => {
				heard.push(`${who}: ${event.detail.question}`);
				if (cancel) event.preventDefault();
			};
			await host.hydrate({ ...props, onAsk: hear('first', true) });
			const first = await host.bot?.ask('May I?');
			await host.render({ ...props, onAsk: hear('second', false) });
			return [first, await host.bot?.ask('And now?')];
		});
		expect(asked).toEqual([false, true]);
		expect(await page.evaluate(() => heard)).toEqual(['first: May I?', 'second: And now?']);
		expect(await page.locator('[part~=turn][data-state=done] [part~=answer]').innerText()).toContain('5 years');
	});

	test('a customer is known by the token that the page gives', async () => {
		const page = await shop();
		const left = await page.evaluate(async (login) => {
			await host.hydrate({ ...props, customerToken: () => login });
			return host.bot?.refreshCredits();
		}, loginOf('cus_anna'));
		expect(left).toBe(9);
	});

	test('attributes follow what is rendered', async () => {
		const page = await shop();
		await page.evaluate(() => host.hydrate(props));
		await page.getByRole('button', { name: 'Ask a question' }).waitFor();
		await page.evaluate(() => host.render({ ...props, lang: 'de' }));
		await page.getByRole('button', { name: 'Frage stellen' }).waitFor();
		await page.evaluate(() => host.render(props));
		await page.getByRole('button', { name: 'Ask a question' }).waitFor();
	});

	test('words of the page’s own are there from the first drawing on', async () => {
		const page = await shop();
		await page.evaluate(() => host.mount({ ...props, words: { launcher: 'Ask us' } }));
		await page.getByRole('button', { name: 'Ask us' }).waitFor();
	});

	test('unmounted, nothing of it is left', async () => {
		const page = await shop();
		await page.evaluate(async () => {
			await host.hydrate({ ...props, onSignIn: () => heard.push('sign-in') });
			const element = host.bot;
			host.unmount();
			element?.dispatchEvent(new CustomEvent('answerpack:sign-in'));
		});
		expect(await page.locator('answer-bot').count()).toBe(0);
		expect(await page.evaluate(() => [host.bot, ...heard])).toEqual([null]);
	});
});
