import { h } from '../../dom.js';
import { cart, updateCart } from '../../shop/cart.js';
import { explain } from '../../shop/explain.js';
import { words } from '../../words/index.js';

/** Where Answerpack looks for the consent in a cart's metadata. */
const KEY = 'answerpack_consent';
/** Changes with every change of what the words `consent` and `consent_plan` say, in any language. */
const TEXT_VERSION = 'kupferkanne-2026-11b';

export interface ConsentBox {
	element: HTMLElement;
	/** True when it is ticked; otherwise it says below the box what is missing, and takes the focus there. */
	check: () => boolean;
}

/**
 * Asks the buyer of credits for immediate performance: never ticked beforehand, and remembered on the cart, with which it
 * becomes part of the order.
 */
export function consentBox(plan: boolean): ConsentBox {
	const w = words().checkout;
	const error = h('p', { class: 'field-error', id: 'consent-error', role: 'alert' });
	const box = h('input', {
		type: 'checkbox',
		id: 'consent',
		checked: isGiven(),
		'aria-describedby': 'consent-error',
	});
	const say = (problem: string) => {
		error.textContent = problem;
		if (problem) box.setAttribute('aria-invalid', 'true');
		else box.removeAttribute('aria-invalid');
	};
	box.addEventListener('change', async () => {
		say('');
		try {
			await remember(box.checked);
		} catch (problem) {
			box.checked = !box.checked;
			say(explain(problem));
		}
	});
	return {
		element: h(
			'div',
			{ class: 'consent' },
			box,
			h('label', { for: 'consent' }, plan ? `${w.consent} ${w.consent_plan}` : w.consent),
			error,
		),
		check: () => {
			if (box.checked) return true;
			say(w.consent_missing);
			box.focus();
			return false;
		},
	};
}

function isGiven(): boolean {
	const given = cart.get()?.metadata?.[KEY] as { text_version?: string } | null | undefined;
	return given?.text_version === TEXT_VERSION;
}

async function remember(given: boolean): Promise<void> {
	const consent = given ? { text_version: TEXT_VERSION, given_at: new Date().toISOString() } : null;
	await updateCart({ metadata: { ...cart.get()?.metadata, [KEY]: consent } });
}
