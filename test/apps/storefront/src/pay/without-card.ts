import { h } from '../dom.js';
import { words } from '../words/index.js';
import { type PayForm, TEST_PAYMENT } from './index.js';

/** The test payment alone, marked as what it is. */
export function withoutCardForm(): PayForm {
	return {
		element: testBox(words().checkout.test_more),
		provider: () => TEST_PAYMENT,
		confirm: async () => '',
	};
}

/** Says, before anything else, that no money moves. */
export function testBox(more: string): HTMLElement {
	return h('div', { class: 'test-payment' }, h('strong', {}, words().checkout.test), ' ', more);
}
