import type { Appearance, BotForm } from '../../api';
import { languagesOf } from './languages';

/** What the widget asks Strapi for, from what stands in the form. */
function publicBot(values: BotForm, language: string) {
	const languages = languagesOf(values.languages);
	const own = language === languages[0] ? undefined : values.translations[language.toLowerCase()];
	return {
		id: 'preview',
		slug: 'preview',
		name: values.name || '…',
		greeting: own?.greeting.trim() || (values.greeting ?? ''),
		suggestions: linesOf(own?.suggestions.trim() || values.suggestions),
		languages,
		status: values.paused ? 'paused' : 'active',
		credits_per_answer: values.priceMode === 'per_answer' ? values.creditsPerAnswer : null,
		free: { credits: values.creditsPerVisitor ?? values.freeReserveCredits ?? 0, window: values.freeReserveWindow },
	};
}

function linesOf(text: string | null | undefined): string[] {
	return (text ?? '')
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter(Boolean);
}

/** What a shop sets of `<answer-bot>` in its style sheet (widget/README.md). */
export function stylesOf({ accent, surface, text, radius, position }: Appearance): [property: string, value: string][] {
	const styles: [string, string | false][] = [
		['--answerpack-accent', accent],
		['--answerpack-surface', surface],
		['--answerpack-text', text],
		['--answerpack-radius', radius !== null && `${radius}px`],
		['inset-inline', position === 'left' && '20px auto'],
	];
	return styles.filter((style): style is [string, string] => Boolean(style[1]));
}

/**
 * Draws the widget in a frame of its own, open, with what stands in the form. It reaches no server: what it fetches is
 * answered here, and questions are not asked.
 * @param address of the widget's module
 */
export function drawWidget(frame: HTMLIFrameElement, address: string, values: BotForm, language: string): void {
	const { contentWindow, contentDocument: page } = frame;
	if (!contentWindow || !page) return;
	const view = contentWindow as Window & typeof globalThis;
	view.fetch = async () => new view.Response(JSON.stringify(publicBot(values, language)));
	if (!page.querySelector('script')) {
		page.addEventListener('answerpack:ask', (event) => event.preventDefault());
		const script = page.createElement('script');
		script.type = 'module';
		script.src = address;
		page.head.append(script);
	}
	page.documentElement.lang = language;
	page.documentElement.style.colorScheme = 'light';
	page.querySelector('answer-bot')?.remove();
	const bot = page.createElement('answer-bot');
	const attributes = { bot: 'preview', strapi: 'https://strapi', medusa: 'https://medusa', 'publishable-key': 'pk' };
	for (const [name, value] of Object.entries(attributes)) bot.setAttribute(name, value);
	if (values.appearance.theme !== 'page') bot.setAttribute('theme', values.appearance.theme);
	for (const [property, value] of stylesOf(values.appearance)) bot.style.setProperty(property, value);
	page.body.append(bot);
	void view.customElements.whenDefined('answer-bot').then(() => {
		// It takes the focus to where questions are written; whoever writes in the form keeps it.
		const { activeElement, body } = frame.ownerDocument;
		(bot as HTMLElement & { open?(): void }).open?.();
		if (activeElement && activeElement !== body) (activeElement as HTMLElement).focus();
		else frame.blur();
	});
}
