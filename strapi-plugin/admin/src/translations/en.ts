/** What editors read. Keys of `messages` get the plugin's prefix; `fields` become labels and help texts. */
export const en = {
	messages: {
		'plugin.name': 'Answerpack',
		'page.title': 'Answerpack',
		'page.subtitle': 'Your bots, what Medusa knows of them, and what they can answer from',
		'page.empty': 'There is no bot yet. A bot answers visitors from the articles that you give it.',
		'page.create': 'Create a bot',
		'column.bot': 'Bot',
		'column.state': 'State',
		'column.medusa': 'Settings in Medusa',
		'column.knowledge': 'Knowledge',
		'state.published': 'Published',
		'state.draft': 'Draft',
		'state.paused': 'Paused',
		'delivery.title': 'Medusa',
		'delivery.none': 'Not sent yet: publish the bot first.',
		'delivery.sent': 'Sent',
		'delivery.sent.at': 'Version {version}, {when}',
		'delivery.sending': 'Being sent',
		'delivery.waiting': 'Waiting',
		'delivery.retry': 'Send now',
		'delivery.failed': 'Could not ask Strapi to send the settings.',
		'reason.shop_unreachable': 'Medusa cannot be reached. It is tried again every few seconds.',
		'reason.service_secret_wrong': 'Medusa does not accept the service secret. Both sides need the same one.',
		'reason.ledger_unreachable': 'Medusa cannot reach its database. It is tried again every few seconds.',
		'reason.other': 'Medusa answered "{code}". It is tried again every few seconds.',
		'knowledge.title': 'Bot knowledge',
		'knowledge.passages': '{count, plural, =0 {no passages} one {# passage} other {# passages}}',
		'knowledge.in': '{passages} in {locale}',
		'knowledge.none': 'Nothing to answer from: publish articles for this bot.',
		'knowledge.article.none': 'Not in any bot’s knowledge yet. Choose bots and publish.',
		'knowledge.article.bot': '{bot}: {passages}',
		'error.load': 'The state could not be loaded.',
		'locked.title': 'Read only',
		'locked.knowledge':
			'Your role may see this entry, but not edit what bots know. Ask an administrator for the permission “Edit knowledge”.',
		'locked.settings':
			'Your role may see this bot, but not edit its settings. Ask an administrator for the permission “Edit settings”.',
	},
	types: { Bot: 'Bot', 'Bot article': 'Bot article' },
	fields: {
		bot: {
			name: ['Name', 'What visitors read above the conversation.'],
			slug: ['Slug', 'With it the widget finds the bot: <answer-bot bot="…">.'],
			greeting: ['Greeting', 'The first thing that visitors read.'],
			suggestions: ['Suggested questions', 'One a line, at most 6.'],
			languages: ['Languages', 'Language codes with commas, such as: en, de'],
			timeZone: ['Time zone', 'Days and months of the budgets begin at midnight there, such as: Europe/Berlin'],
			instructions: [
				'Instructions',
				'How the bot is to speak, for the model. It always answers from its articles only, and without a model this is not used.',
			],
			articles: ['Articles', 'What the bot answers from. Only what is published counts.'],
			creditsPerAnswer: [
				'Credits for one answer',
				'What an answer costs. One that fails, or that the bot does not know, is free.',
			],
			payingVisitors: [
				'Paying visitors',
				'credits_first: they use their own credits first. free_first: free answers, as long as there are some.',
			],
			paused: ['Paused', 'The bot answers nobody, and visitors are told so.'],
			freeReserveCredits: [
				'Free reserve',
				'Credits for free answers, all visitors together, in one window. 0: nothing is free.',
			],
			freeReserveWindow: ['Window of the free reserve', 'How often it is filled again.'],
			creditsPerVisitor: ['Free credits for one visitor', 'In one window. Empty: as far as the reserve goes.'],
			ownerCapCreditsPerMonth: [
				'Owner cap',
				'Credits a month for your own people, and for visitors as far as the next field allows.',
			],
			openToVisitorsPercent: ['Share of the owner cap for visitors', 'In percent, when the free reserve is used up.'],
		},
		article: {
			title: ['Title', 'What the text is about, as a visitor would ask for it.'],
			body: ['Text', 'Headings help the bot to find its way. Write facts and numbers.'],
			url: ['Link', 'Where visitors can read on: /help/delivery or https://…'],
			bots: ['Bots', 'Who may answer from this text, once both are published.'],
		},
	},
} satisfies Translations;

type Field = [label: string, hint: string];

export interface Translations {
	messages: Record<string, string>;
	/** Names of the content types, by their names in English. */
	types: Record<string, string>;
	fields: { bot: Record<string, Field>; article: Record<string, Field> };
}
