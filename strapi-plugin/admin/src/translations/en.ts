import { pagesEn } from './pages-en';

/** What editors read. Keys of `messages` get the plugin's prefix; `fields` become labels and help texts. */
export const en = {
	messages: {
		...pagesEn,
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
	types: {
		Bot: 'Bot',
		'Bot FAQ': 'Bot FAQ',
		'Bot article': 'Bot article',
		'Bot file': 'Bot file',
		'Bot web page': 'Bot web page',
		'Bot content type': 'Bot content type',
	},
	fields: {
		bot: {
			name: ['Name', 'What visitors read above the conversation.'],
			slug: ['Slug', 'With it the widget finds the bot: <answer-bot bot="…">.'],
			tone: ['Tone', 'How the model speaks. Without a model this is not used.'],
			declinedTopics: [
				'Topics to decline',
				'One a line, such as: medical advice. A question with all words of a topic gets no answer, and costs nothing.',
			],
			origins: [
				'Websites that may embed the bot',
				'One a line, with its protocol, such as: https://shop.example. A subdomain (www) is a website of its own. Empty: any website.',
			],
			translations: ['Greetings in other languages', 'They are edited on the settings page of the bot.'],
			model: [
				'Model',
				'The name that its provider gives it, such as gpt-4.1-mini. Empty: that of the plugin’s options.',
			],
			answerTokensMax: ['Longest answer', 'In tokens, 50 to 2000; a token is about four letters. Empty: 2000.'],
			priceMode: ['What an answer costs', 'One price for all, or by what the model reads and writes.'],
			creditsPer1kInput: ['Credits for 1,000 tokens read', 'The rules, the passages and the question.'],
			creditsPer1kOutput: ['Credits for 1,000 tokens written', 'The answer.'],
			minimumCredits: ['At least', 'Credits that an answer costs in any case. Empty: 0.'],
			alertAtPercent: [
				'Alerts',
				'At which percent of the owner cap this page and the start page warn, such as: 80, 100',
			],
			giveawayCreditsPerMonth: ['Giveaways', 'Credits a month that Medusa may give away with codes.'],
			conversationDays: [
				'Days that conversations are kept',
				'Then questions and answers are erased for good; what they cost stays in the figures. 0: nothing is kept once an answer is over.',
			],
			appearance: ['Appearance', 'It is edited on the settings page of the bot.'],
			greeting: ['Greeting', 'The first thing that visitors read.'],
			suggestions: ['Suggested questions', 'One a line, at most 6.'],
			languages: ['Languages', 'Language codes with commas, such as: en, de'],
			timeZone: ['Time zone', 'Days and months of the budgets begin at midnight there, such as: Europe/Berlin'],
			instructions: [
				'Instructions',
				'How the bot is to speak, for the model. It always answers from its knowledge only, and without a model this is not used.',
			],
			faqs: ['FAQ', 'Questions and their answers. Only what is published counts.'],
			articles: ['Articles', 'Texts that the bot answers from. Only what is published counts.'],
			files: ['Files', 'Files that the bot answers from.'],
			pages: ['Web pages', 'Pages that the bot answers from.'],
			mappings: ['Content types', 'Other content that the bot answers from.'],
			creditsPerAnswer: [
				'Credits for one answer',
				'What an answer costs. One that fails, or that the bot does not know, is free.',
			],
			cacheAnswers: [
				'Give answers again',
				'The same question in the same language gets the answer that it got before, as long as neither the bot’s knowledge nor its settings have changed, and that answer is kept.',
			],
			cachedAnswerCredits: ['Credits for an answer given again', '0: it is free, and no pool is asked.'],
			payingVisitors: [
				'Paying visitors',
				'What customers use first: the credits they have, or free answers as long as there are some.',
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
		faq: {
			question: ['Question', 'As a visitor would ask it.'],
			variants: ['Other wordings', 'One a line.'],
			answer: ['Answer', 'Whole sentences, with facts and numbers: a bot without a model says them word for word.'],
			url: ['Link', 'Where visitors can read on: /help/delivery or https://…'],
			bots: ['Bots', 'Who may answer from it, once both are published.'],
		},
		file: {
			title: ['Title', 'What the file is about.'],
			file: ['File', 'PDF, DOCX, Markdown, text or HTML.'],
			url: ['Link', 'Where visitors can read it, when that is not the file itself.'],
			bots: ['Bots', 'Who may answer from it, once both are published.'],
		},
		page: {
			url: ['Address', 'Of a public web page, or of a sitemap: https://…'],
			kind: ['Kind', 'page: this one page. sitemap: the pages that it lists.'],
			pagesMax: ['Pages at most', 'Of a sitemap: so many are read, the first ones.'],
			refresh: ['Read again', 'How often it is looked whether something has changed.'],
			bots: ['Bots', 'Who may answer from it, once both are published.'],
		},
		mapping: {
			name: ['Name', 'What you call it, such as Products.'],
			contentType: ['Content type', 'A collection type of yours; what is published of it counts.'],
			titleField: ['Field of the title', 'What names an entry.'],
			bodyFields: [
				'Fields of the text',
				'What is read, in this order. Relations, media and JSON cannot be read, and are not offered.',
			],
			urlPattern: ['Link', 'Where visitors can read an entry: /products/{slug}'],
			language: ['Language', 'What entries are written in when their type has no locales, such as: en'],
			bots: ['Bots', 'Who may answer from it, once both are published.'],
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
	fields: Record<'bot' | 'faq' | 'article' | 'file' | 'page' | 'mapping', Record<string, Field>>;
}
