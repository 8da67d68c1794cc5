import type { AnswerBotElement, AnswerBotEventMap } from '@answerpack/widget';
import type { AnswerBotProps } from '@answerpack/widget/vue';

/** React and Vue name attributes, properties and events alike. */
export interface HostProps extends AnswerBotProps {
	onAsk?: (event: AnswerBotEventMap['answerpack:ask']) => void;
	onSignIn?: (event: AnswerBotEventMap['answerpack:sign-in']) => void;
}

/** How the test holds a shop, whichever framework it is made with. */
export interface Host {
	/** What the framework's ref gives. */
	readonly bot: AnswerBotElement | null;
	/** Brings to life what the server has rendered. */
	hydrate(props: HostProps): Promise<void>;
	/** Draws it in the browser alone, in place of what the server has rendered. */
	mount(props: HostProps): Promise<void>;
	/** Draws it again. */
	render(props: HostProps): Promise<void>;
	unmount(): void;
}
