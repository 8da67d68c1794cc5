/** Words for what somebody may take a bot for, in any order and with whatever stands before them. */
const ENGLISH =
	'(?:human|human being|person|people|man|woman|bot|chatbot|robot|machine|computer|program|ai|artificial intelligence|llm|language model|chatgpt|gpt|real|alive)';
const GERMAN =
	'(?:mensch|menschen|menschlich|person|bot|chatbot|roboter|maschine|computer|programm|ki|ai|künstliche intelligenz|sprachmodell|chatgpt|echt|mitarbeiter|mitarbeiterin)';
const BEFORE_ENGLISH = '(?:(?:a|an|the|real|actual|living|live|just|only|really|actually) )*';
const BEFORE_GERMAN =
	'(?:(?:ein|eine|einem|einer|echter|echte|echten|richtiger|richtige|richtigen|wirklicher|wirklichen|lebender|nur|bloß|denn|eigentlich|wirklich|etwa|hier|gerade|mit) )*';

/** Questions in their plain form that ask what answers them, and nothing else. */
const QUESTIONS: readonly [language: 'en' | 'de', pattern: RegExp][] = [
	['en', asks('(?:are|r) (?:you|u)', BEFORE_ENGLISH, ENGLISH, 'or')],
	[
		'en',
		asks(
			'(?:am i|are we) (?:(?:really|actually|just) )*(?:talking|speaking|chatting|writing) (?:to|with)',
			BEFORE_ENGLISH,
			ENGLISH,
			'or',
		),
	],
	['en', asks('is (?:this|that|it|there)', BEFORE_ENGLISH, ENGLISH, 'or')],
	['en', /^(?:who|what) are you(?: really| exactly)?$/],
	['de', asks('(?:bist du|sind sie|seid ihr)', BEFORE_GERMAN, GERMAN, 'oder')],
	['de', asks('(?:spreche|rede|chatte|schreibe) ich', BEFORE_GERMAN, GERMAN, 'oder')],
	['de', asks('(?:ist|antwortet|schreibt|sitzt) (?:das|hier|da|dort|mir)', BEFORE_GERMAN, GERMAN, 'oder')],
	['de', /^(?:wer|was) (?:bist du|sind sie)(?: eigentlich| genau)?$/],
];

/**
 * Whether a question asks what it is that answers: a human or a machine. Whoever asks that is told the truth, whatever
 * passages and models would say.
 * @returns the language that it is asked in
 */
export function asksWhatAnswers(question: string): 'en' | 'de' | undefined {
	const plain = question
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s]/gu, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return QUESTIONS.find(([, pattern]) => pattern.test(plain))?.[0];
}

/** "Are you a human", "are you a real person or just a bot here". */
function asks(begin: string, before: string, what: string, or: string): RegExp {
	const greeting =
		'(?:(?:hi|hey|hello|hallo|so|ok|okay|wait|moment|but|and|aber|und|be honest|honestly|tell me|please|bitte|sag mal|ehrlich) )*';
	const one = `${before}${what}(?: (?:being|person|assistant|human|bot))?`;
	return new RegExp(
		`^${greeting}${begin} ${one}(?: ${or} ${one}| ${or} (?:not|nicht|was))?(?: (?:here|now|right now|hier|there|da|jetzt))*$`,
	);
}
