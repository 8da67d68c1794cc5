import type { Appearance, BotForm } from '../api';
import { languagesOf } from '../pages/settings/languages';

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

/** A question that was asked in the frame. */
export interface FrameQuestion {
	/** A uuid: asked again with it, it is the same question. */
	id: string;
	question: string;
}

export interface FrameBot {
	values: BotForm;
	language: string;
	/** Answers with what the visitors' route would answer; without it nothing is asked. */
	answer?: ((asked: FrameQuestion) => Promise<{ status: number; type: string; body: string }>) | undefined;
}

/**
 * Draws the widget in a frame of its own, open, with what stands in the form. It reaches no server, and leaves nothing in the
 * browser: what it fetches is answered here.
 * @param address of the widget's module
 */
export function drawWidget(frame: HTMLIFrameElement, address: string, { values, language, answer }: FrameBot): void {
	const { contentWindow, contentDocument: page } = frame;
	if (!contentWindow || !page) return;
	const view = contentWindow as Window & typeof globalThis;
	const json = (body: object, status = 200) => new view.Response(JSON.stringify(body), { status });
	view.fetch = async (input, init) => {
		const { pathname } = new URL(String(input));
		if (pathname.endsWith('/bots/preview')) return json(publicBot(values, language));
		if (pathname.endsWith('/visitors')) return json({ token: 'preview' }, 201);
		if (!answer || !pathname.endsWith('/bots/preview/answers')) return json({}, 404);
		const { status, type, body } = await answer(JSON.parse(String(init?.body)));
		return new view.Response(body, { status, headers: { 'Content-Type': type } });
	};
	if (!page.querySelector('script')) {
		// The frame has the admin panel's storage, and what is tried here is nobody's conversation.
		Object.defineProperty(view, 'localStorage', { value: undefined });
		if (!answer) page.addEventListener('answerpack:ask', (event) => event.preventDefault());
		const style = page.createElement('style');
		style.textContent = 'answer-bot::part(rate-up), answer-bot::part(rate-down) { display: none }';
		const script = page.createElement('script');
		script.type = 'module';
		script.src = address;
		page.head.append(style, script);
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
