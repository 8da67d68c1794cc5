import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from '../../stack/root.mjs';

// Whoever asks for another browser gets that one or a clear word: never Chromium in its place, and nothing skipped.

/** What is said to whoever asks for a browser where no other one is installed. */
function refusal(ANSWERPACK_BROWSER: string): string {
	const empty = mkdtempSync(join(tmpdir(), 'answerpack-no-browsers-'));
	const script =
		"import { launchBrowser } from './test/e2e/browser.mjs'; await launchBrowser().then((browser) => browser.close());";
	try {
		execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
			cwd: inRoot('.'),
			env: { ...process.env, ANSWERPACK_BROWSER, PLAYWRIGHT_BROWSERS_PATH: empty },
			stdio: 'pipe',
		});
		return 'it ran';
	} catch (error) {
		return `${(error as { stderr: Buffer }).stderr}`;
	} finally {
		rmSync(empty, { recursive: true });
	}
}

it.each(['firefox', 'webkit'])('says how %s is installed where it is not', (browser) => {
	expect(refusal(browser)).toContain(`npx playwright-core install --with-deps ${browser}`);
});

it('says which browsers there are to whoever names another one', () => {
	expect(refusal('opera')).toContain('ANSWERPACK_BROWSER is opera: set it to firefox or webkit');
});
