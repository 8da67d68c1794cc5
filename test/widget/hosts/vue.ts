// The same shop made with Vue.
import type { AnswerBotElement } from '@answerpack/widget';
import { AnswerBot } from '@answerpack/widget/vue';
import { type App, createApp, createSSRApp, h, nextTick, shallowRef } from 'vue';
import type { Host, HostProps } from './host.ts';

const bot = shallowRef<AnswerBotElement | null>(null);
const props = shallowRef<HostProps>();
const shop = { render: () => props.value && h(AnswerBot, { ...props.value, class: 'corner', ref: bot }) };
let app: App;

const host: Host = {
	get bot() {
		return bot.value;
	},
	async hydrate(given) {
		props.value = given;
		app = createSSRApp(shop);
		app.mount('#app');
		await nextTick();
	},
	async mount(given) {
		props.value = given;
		app = createApp(shop);
		app.mount('#app');
		await nextTick();
	},
	async render(given) {
		props.value = given;
		await nextTick();
	},
	unmount() {
		app.unmount();
	},
};
Object.assign(window, { host });
