// A shop made with React, bundled for the browser by the test.
import type { AnswerBotElement } from '@answerpack/widget';
import { AnswerBot } from '@answerpack/widget/react';
import { createElement, createRef, StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import type { Host, HostProps } from './host.ts';

const bot = createRef<AnswerBotElement>();
const shop = (props: HostProps) =>
	createElement(StrictMode, null, createElement(AnswerBot, { ...props, className: 'corner', ref: bot }));
let root: Root;

const host: Host = {
	get bot() {
		return bot.current;
	},
	async hydrate(props) {
		flushSync(() => {
			root = hydrateRoot(document.querySelector('#app') as Element, shop(props));
		});
	},
	async mount(props) {
		const app = document.querySelector('#app') as Element;
		app.replaceChildren();
		root = createRoot(app);
		flushSync(() => root.render(shop(props)));
	},
	async render(props) {
		flushSync(() => root.render(shop(props)));
	},
	unmount() {
		flushSync(() => root.unmount());
	},
};
Object.assign(window, { host });
