import type { Locator, Page } from 'playwright-core';
import { eventually } from './stage.ts';

/** More stops than any page of the shop has: whoever is not reached by then is not reached by the keyboard. */
const STOPS_MAX = 120;

/** Somebody who has no mouse. What is reached must be in sight, as it is for everybody else. */
export function keyboardOn(page: Page) {
	const isFocused = (target: Locator) =>
		target.evaluate((element) => (element.getRootNode() as Document | ShadowRoot).activeElement === element);

	async function isInSight(target: Locator): Promise<boolean> {
		const [box, size] = [await target.boundingBox(), page.viewportSize()];
		return box !== null && size !== null && box.y + box.height > 0 && box.y < size.height;
	}

	/** Goes there with Tab, from wherever the focus is. */
	async function reach(target: Locator): Promise<void> {
		await target.waitFor();
		for (let stop = 0; stop < STOPS_MAX; stop++) {
			if (await isFocused(target)) {
				await eventually(() => isInSight(target), Boolean); // pages scroll smoothly
				return;
			}
			await page.keyboard.press('Tab');
		}
		throw new Error(`The keyboard does not reach ${target}`);
	}

	return {
		reach,
		press: (key: string) => page.keyboard.press(key),
		async activate(target: Locator): Promise<void> {
			await reach(target);
			await page.keyboard.press('Enter');
		},
		async tick(target: Locator): Promise<void> {
			await reach(target);
			await page.keyboard.press('Space');
		},
		async write(target: Locator, text: string): Promise<void> {
			await reach(target);
			await page.keyboard.type(text);
		},
	};
}
