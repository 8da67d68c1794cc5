/** What an editor reads beside a field that keeps a bot from being published, in the language of the admin panel. */
const PROBLEMS = {
	en: {
		credits: 'Credits: a number of 0 or more, with at most three decimals.',
		percent: 'A whole number from 0 to 100.',
		choice: 'Choose one of the options.',
		time_zone: 'There is no such time zone. Write it like Europe/Berlin.',
		slug: 'Only a-z, 0-9 and single hyphens, such as shop-help.',
		name: 'The bot needs a name.',
		languages: 'Language codes with commas between them, such as: en, de',
		suggestions: 'At most 6 questions, one a line, each of at most 200 characters.',
		greeting: 'At most 1,000 characters in each language.',
		topics: 'At most 30 topics, one a line, each of at most 100 characters.',
		origins:
			'At most 30 websites, one a line, each with its protocol and nothing after its name, such as: https://shop.example',
		alerts: 'Whole numbers from 0 to 100 with commas between them, such as: 80, 100',
		colour: 'A colour such as #7a4a21, or nothing.',
		radius: 'A whole number of pixels from 0 to 40, or nothing.',
		tokens: 'A whole number from 50 to 2000, or nothing.',
		days: 'A whole number of days from 0 to 3650.',
		slug_taken: 'Another bot has this slug.',
		text: 'This text is too long.',
		content_type_unknown: 'There is no such content type. Write it like api::product.product.',
		field_unknown: 'The content type has no such field, or it cannot be read: relations, media and JSON are no text.',
		several: 'Some fields are not right yet.',
	},
	de: {
		credits: 'Credits: eine Zahl ab 0 mit höchstens drei Nachkommastellen.',
		percent: 'Eine ganze Zahl von 0 bis 100.',
		choice: 'Wählen Sie eine der Möglichkeiten.',
		time_zone: 'Diese Zeitzone gibt es nicht. Schreiben Sie sie wie Europe/Berlin.',
		slug: 'Nur a-z, 0-9 und einzelne Bindestriche, wie shop-help.',
		name: 'Der Bot braucht einen Namen.',
		languages: 'Sprachkürzel mit Kommas dazwischen, wie: en, de',
		suggestions: 'Höchstens 6 Fragen, eine je Zeile, jede mit höchstens 200 Zeichen.',
		greeting: 'Höchstens 1.000 Zeichen in jeder Sprache.',
		topics: 'Höchstens 30 Themen, eins je Zeile, jedes mit höchstens 100 Zeichen.',
		origins:
			'Höchstens 30 Websites, eine je Zeile, jede mit Protokoll und nichts hinter ihrem Namen, wie: https://shop.example',
		alerts: 'Ganze Zahlen von 0 bis 100 mit Kommas dazwischen, wie: 80, 100',
		colour: 'Eine Farbe wie #7a4a21, oder nichts.',
		radius: 'Eine ganze Zahl von Pixeln von 0 bis 40, oder nichts.',
		tokens: 'Eine ganze Zahl von 50 bis 2000, oder nichts.',
		days: 'Eine ganze Zahl von Tagen, von 0 bis 3650.',
		slug_taken: 'Ein anderer Bot hat diesen Kurznamen.',
		text: 'Dieser Text ist zu lang.',
		content_type_unknown: 'Diesen Inhaltstyp gibt es nicht. Schreiben Sie ihn wie api::product.product.',
		field_unknown:
			'Ein solches Feld hat der Inhaltstyp nicht, oder es ist nicht lesbar: Beziehungen, Medien und JSON sind kein Text.',
		several: 'Einige Felder stimmen noch nicht.',
	},
};

export type Problem = keyof (typeof PROBLEMS)['en'];

/** @param language as the admin panel has it: `de`, `en`, `pt-BR`; any other than German reads English. */
export function describeProblem(problem: Problem, language: string | undefined): string {
	return PROBLEMS[language?.startsWith('de') ? 'de' : 'en'][problem];
}
