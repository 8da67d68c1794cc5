import type { en } from './en';
import { pagesDe } from './pages-de';

type Same<T> = T extends string ? string : { [Key in keyof T]: Same<T[Key]> };

export const de: Omit<Same<typeof en>, 'fields'> & {
	fields: { [Type in keyof (typeof en)['fields']]: Record<keyof (typeof en)['fields'][Type], [string, string]> };
} = {
	messages: {
		...pagesDe,
		'plugin.name': 'Answerpack',
		'page.title': 'Answerpack',
		'page.subtitle': 'Ihre Bots, was Medusa von ihnen weiß und woraus sie antworten können',
		'page.empty': 'Es gibt noch keinen Bot. Ein Bot antwortet Besuchern aus den Artikeln, die Sie ihm geben.',
		'page.create': 'Bot anlegen',
		'column.bot': 'Bot',
		'column.state': 'Zustand',
		'column.medusa': 'Einstellungen in Medusa',
		'column.knowledge': 'Wissen',
		'state.published': 'Veröffentlicht',
		'state.draft': 'Entwurf',
		'state.paused': 'Pausiert',
		'delivery.title': 'Medusa',
		'delivery.none': 'Noch nicht gesendet: Veröffentlichen Sie zuerst den Bot.',
		'delivery.sent': 'Gesendet',
		'delivery.sent.at': 'Version {version}, {when}',
		'delivery.sending': 'Wird gesendet',
		'delivery.waiting': 'Wartet',
		'delivery.retry': 'Jetzt senden',
		'delivery.failed': 'Strapi konnte nicht gebeten werden, die Einstellungen zu senden.',
		'reason.shop_unreachable': 'Medusa ist nicht erreichbar. Alle paar Sekunden gibt es einen neuen Versuch.',
		'reason.service_secret_wrong': 'Medusa nimmt das Dienstgeheimnis nicht an. Beide Seiten brauchen dasselbe.',
		'reason.ledger_unreachable':
			'Medusa erreicht seine Datenbank nicht. Alle paar Sekunden gibt es einen neuen Versuch.',
		'reason.other': 'Medusa antwortete „{code}“. Alle paar Sekunden gibt es einen neuen Versuch.',
		'knowledge.title': 'Wissen der Bots',
		'knowledge.passages': '{count, plural, =0 {keine Abschnitte} one {# Abschnitt} other {# Abschnitte}}',
		'knowledge.in': '{passages} auf {locale}',
		'knowledge.none': 'Nichts, woraus er antworten kann: Veröffentlichen Sie Artikel für diesen Bot.',
		'knowledge.article.none': 'Noch in keinem Bot. Wählen Sie Bots und veröffentlichen Sie.',
		'knowledge.article.bot': '{bot}: {passages}',
		'error.load': 'Der Zustand konnte nicht geladen werden.',
		'locked.title': 'Nur lesen',
		'locked.knowledge':
			'Ihre Rolle darf diesen Eintrag sehen, aber das Wissen der Bots nicht bearbeiten. Fragen Sie einen Administrator nach der Berechtigung „Edit knowledge“.',
		'locked.settings':
			'Ihre Rolle darf diesen Bot sehen, aber seine Einstellungen nicht bearbeiten. Fragen Sie einen Administrator nach der Berechtigung „Edit settings“.',
	},
	types: {
		Bot: 'Bot',
		'Bot FAQ': 'Bot-FAQ',
		'Bot article': 'Bot-Artikel',
		'Bot file': 'Bot-Datei',
		'Bot web page': 'Bot-Webseite',
		'Bot content type': 'Bot-Inhaltstyp',
	},
	fields: {
		bot: {
			name: ['Name', 'Das lesen Besucher über dem Gespräch.'],
			slug: ['Kurzname', 'Damit findet das Widget den Bot: <answer-bot bot="…">.'],
			tone: ['Ton', 'Wie das Modell spricht. Ohne Modell wird dies nicht verwendet.'],
			declinedTopics: [
				'Abzulehnende Themen',
				'Eins je Zeile, wie: medizinischer Rat. Eine Frage mit allen Wörtern eines Themas wird nicht beantwortet und kostet nichts.',
			],
			origins: [
				'Websites, die den Bot einbetten dürfen',
				'Eine je Zeile, mit Protokoll, wie: https://shop.example. Eine Subdomain (www) ist eine Website für sich. Leer: jede Website.',
			],
			translations: ['Begrüßungen in anderen Sprachen', 'Sie werden auf der Einstellungsseite des Bots bearbeitet.'],
			model: ['Modell', 'So wie sein Anbieter es nennt, etwa gpt-4.1-mini. Leer: das aus den Optionen des Plugins.'],
			answerTokensMax: ['Längste Antwort', 'In Tokens, 50 bis 2000; ein Token sind etwa vier Buchstaben. Leer: 2000.'],
			priceMode: ['Was eine Antwort kostet', 'Ein Preis für alle, oder nach dem, was das Modell liest und schreibt.'],
			creditsPer1kInput: ['Credits für 1.000 gelesene Tokens', 'Die Regeln, die Abschnitte und die Frage.'],
			creditsPer1kOutput: ['Credits für 1.000 geschriebene Tokens', 'Die Antwort.'],
			minimumCredits: ['Mindestens', 'Credits, die eine Antwort auf jeden Fall kostet. Leer: 0.'],
			alertAtPercent: [
				'Warnungen',
				'Bei wie viel Prozent des Budgets diese Seite und die Startseite warnen, wie: 80, 100',
			],
			giveawayCreditsPerMonth: ['Geschenke', 'Credits im Monat, die Medusa mit Codes verschenken darf.'],
			conversationDays: [
				'Tage, die Gespräche aufbewahrt werden',
				'Danach werden Fragen und Antworten endgültig gelöscht; was sie gekostet haben, bleibt in den Zahlen. 0: Nichts wird über die Antwort hinaus aufbewahrt.',
			],
			appearance: ['Aussehen', 'Es wird auf der Einstellungsseite des Bots bearbeitet.'],
			greeting: ['Begrüßung', 'Das Erste, was Besucher lesen.'],
			suggestions: ['Vorgeschlagene Fragen', 'Eine je Zeile, höchstens 6.'],
			languages: ['Sprachen', 'Sprachkürzel mit Kommas, wie: en, de'],
			timeZone: ['Zeitzone', 'Tage und Monate der Budgets beginnen dort um Mitternacht, wie: Europe/Berlin'],
			instructions: [
				'Anweisungen',
				'Wie der Bot sprechen soll, für das Modell. Er antwortet immer nur aus seinem Wissen; ohne Modell wird dies nicht verwendet.',
			],
			faqs: ['FAQ', 'Fragen und ihre Antworten. Nur Veröffentlichtes zählt.'],
			articles: ['Artikel', 'Texte, aus denen der Bot antwortet. Nur Veröffentlichtes zählt.'],
			files: ['Dateien', 'Dateien, aus denen der Bot antwortet.'],
			pages: ['Webseiten', 'Seiten, aus denen der Bot antwortet.'],
			mappings: ['Inhaltstypen', 'Andere Inhalte, aus denen der Bot antwortet.'],
			creditsPerAnswer: [
				'Credits für eine Antwort',
				'Was eine Antwort kostet. Misslingt sie oder weiß der Bot es nicht, ist sie kostenlos.',
			],
			cacheAnswers: [
				'Antworten noch einmal geben',
				'Dieselbe Frage in derselben Sprache bekommt die Antwort, die sie schon bekam, solange sich weder Wissen noch Einstellungen des Bots geändert haben und jene Antwort aufbewahrt wird.',
			],
			cachedAnswerCredits: [
				'Credits für eine noch einmal gegebene Antwort',
				'0: Sie ist kostenlos, und kein Topf wird gefragt.',
			],
			payingVisitors: [
				'Zahlende Besucher',
				'Was Kunden zuerst verbrauchen: ihre eigenen Credits, oder kostenlose Antworten, solange es welche gibt.',
			],
			paused: ['Pausiert', 'Der Bot antwortet niemandem, und Besucher erfahren das.'],
			freeReserveCredits: [
				'Freie Reserve',
				'Credits für kostenlose Antworten, alle Besucher zusammen, in einem Zeitfenster. 0: nichts ist kostenlos.',
			],
			freeReserveWindow: ['Zeitfenster der freien Reserve', 'Wie oft sie neu gefüllt wird.'],
			creditsPerVisitor: ['Freie Credits für einen Besucher', 'In einem Zeitfenster. Leer: soweit die Reserve reicht.'],
			ownerCapCreditsPerMonth: [
				'Budget des Betreibers',
				'Credits im Monat für Ihre eigenen Leute, und für Besucher, soweit das nächste Feld es erlaubt.',
			],
			openToVisitorsPercent: ['Anteil für Besucher am Budget', 'In Prozent, wenn die freie Reserve aufgebraucht ist.'],
		},
		faq: {
			question: ['Frage', 'So wie ein Besucher sie stellen würde.'],
			variants: ['Andere Formulierungen', 'Eine je Zeile.'],
			answer: ['Antwort', 'Ganze Sätze mit Tatsachen und Zahlen: Ein Bot ohne Modell sagt sie Wort für Wort.'],
			url: ['Link', 'Wo Besucher weiterlesen können: /hilfe/lieferung oder https://…'],
			bots: ['Bots', 'Wer daraus antworten darf, sobald beide veröffentlicht sind.'],
		},
		file: {
			title: ['Titel', 'Wovon die Datei handelt.'],
			file: ['Datei', 'PDF, DOCX, Markdown, Text oder HTML.'],
			url: ['Link', 'Wo Besucher sie lesen können, wenn das nicht die Datei selbst ist.'],
			bots: ['Bots', 'Wer daraus antworten darf, sobald beide veröffentlicht sind.'],
		},
		page: {
			url: ['Adresse', 'Einer öffentlichen Webseite oder einer Sitemap: https://…'],
			kind: ['Art', 'page: diese eine Seite. sitemap: die Seiten, die sie aufzählt.'],
			pagesMax: ['Höchstens so viele Seiten', 'Einer Sitemap: Gelesen werden die ersten.'],
			refresh: ['Wieder lesen', 'Wie oft nachgesehen wird, ob sich etwas geändert hat.'],
			bots: ['Bots', 'Wer daraus antworten darf, sobald beide veröffentlicht sind.'],
		},
		mapping: {
			name: ['Name', 'Wie Sie es nennen, etwa Produkte.'],
			contentType: ['Inhaltstyp', 'Ein Sammlungstyp von Ihnen; was davon veröffentlicht ist, zählt.'],
			titleField: ['Feld des Titels', 'Wonach ein Eintrag heißt.'],
			bodyFields: [
				'Felder des Textes',
				'Was gelesen wird, in dieser Reihenfolge. Beziehungen, Medien und JSON sind nicht lesbar und fehlen hier.',
			],
			urlPattern: ['Link', 'Wo Besucher einen Eintrag lesen können: /produkte/{slug}'],
			language: ['Sprache', 'Worin die Einträge geschrieben sind, wenn ihr Typ keine Sprachen hat, wie: de'],
			bots: ['Bots', 'Wer daraus antworten darf, sobald beide veröffentlicht sind.'],
		},
		article: {
			title: ['Titel', 'Wovon der Text handelt, so wie ein Besucher danach fragen würde.'],
			body: ['Text', 'Überschriften helfen dem Bot, sich zurechtzufinden. Schreiben Sie Tatsachen und Zahlen.'],
			url: ['Link', 'Wo Besucher weiterlesen können: /hilfe/lieferung oder https://…'],
			bots: ['Bots', 'Wer aus diesem Text antworten darf, sobald beide veröffentlicht sind.'],
		},
	},
};
