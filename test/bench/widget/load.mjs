// One visit of the page with one widget, by somebody who has never been there: what it costs to have the widget there, and to
// open it.

/** @import { Browser, BrowserContextOptions, Page } from 'playwright-core' */

/** A phone of the middle of the market beside the machine that develops for it. */
const CPU_THROTTLE = 4;

/** Where a widget's launcher and field to write in are. @typedef {{ launcher?: string, input: string }} Widget */

/** Ours. @type {Widget & { launcher: string }} */
export const OURS = { launcher: 'answer-bot [part~=launcher]', input: 'answer-bot [part~=input]' };

/**
 * Runs in the page, before anything else does: collects layout shifts that nobody's hand has caused, and whatever the policy
 * refuses, Trusted Types included.
 */
function watch() {
	const seen = { cls: 0, /** @type {string[]} */ refused: [] };
	Object.assign(window, { seen });
	new PerformanceObserver((list) => {
		for (const entry of /** @type {(PerformanceEntry & { value: number, hadRecentInput: boolean })[]} */ (
			list.getEntries()
		))
			if (!entry.hadRecentInput) seen.cls += entry.value;
	}).observe({ type: 'layout-shift', buffered: true });
	addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
		seen.refused.push(`${effectiveDirective} ${blockedURI} (${sourceFile}:${lineNumber})`);
	});
}

/** What {@link watch} has seen until now. @param {Page} page @returns {Promise<{ cls: number, refused: string[] }>} */
export const seenBy = (page) => page.evaluate(() => /** @type {any} */ (window).seen);

/**
 * Somebody new, on the page, with the watch set.
 * @param {Browser} browser
 * @param {string} address
 * @param {BrowserContextOptions} [options]
 */
export async function visit(browser, address, options) {
	const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1200, height: 900 }, ...options });
	context.setDefaultTimeout(30_000);
	await context.addInitScript(watch);
	const page = await context.newPage();
	// Nobody outside is called: what a widget wants from elsewhere is counted, and does not come.
	await page.route(
		({ hostname }) => !['127.0.0.1', 'localhost'].includes(hostname),
		(route) => route.abort(),
	);
	return { page, go: () => settled(page, () => page.goto(address)), close: () => context.close() };
}

/** Does something and waits until the page's first heading is there and nothing is loaded any more. @param {Page} page @param {() => Promise<unknown>} act */
async function settled(page, act) {
	await act();
	await page.getByRole('heading', { level: 1 }).waitFor();
	await page.waitForLoadState('networkidle');
}

/**
 * @param {Browser} browser
 * @param {string} address
 * @param {Widget | undefined} widget nothing to measure the page without one
 * @returns the milliseconds that scripts have run, until the page is quiet (`closed`) and until one can write (`open`); which
 *   addresses were asked for before it was opened, and the layout shifts of the whole visit
 */
export async function measureLoad(browser, address, widget) {
	const { page, go, close } = await visit(browser, address);
	const cdp = await page.context().newCDPSession(page);
	// The thread's own time: what else this machine does does not count.
	await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
	await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_THROTTLE });
	/** @type {string[]} */
	const requests = [];
	page.on('request', (request) => requests.push(request.url()));
	const scripts_ms = async () => {
		const { metrics } = await cdp.send('Performance.getMetrics');
		return 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0);
	};

	await go();
	if (widget)
		await page
			.locator(widget.launcher ?? widget.input)
			.first()
			.waitFor();
	const closed_ms = await scripts_ms();
	const before_open = [...requests];
	if (widget?.launcher) await page.locator(widget.launcher).first().click();
	if (widget) await page.locator(widget.input).first().waitFor();
	await page.waitForLoadState('networkidle');
	const open_ms = await scripts_ms();
	const { cls } = await seenBy(page);
	await close();
	return { closed_ms, open_ms, before_open, requests, cls };
}
