import type { en } from './en';

type Same<T> = T extends string ? string : { [Key in keyof T]: Same<T[Key]> };

export const de: Omit<Same<typeof en>, 'fields'> & {
	fields: { [Type in keyof (typeof en)['fields']]: Record<keyof (typeof en)['fields'][Type], [string, string]> };
} = {
	messages: {
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
	types: { Bot: 'Bot', 'Bot article': 'Bot-Artikel' },
	fields: {
		bot: {
			name: ['Name', 'Das lesen Besucher über dem Gespräch.'],
			slug: ['Kurzname', 'Damit findet das Widget den Bot: <answer-bot bot="…">.'],
			greeting: ['Begrüßung', 'Das Erste, was Besucher lesen.'],
			suggestions: ['Vorgeschlagene Fragen', 'Eine je Zeile, höchstens 6.'],
			languages: ['Sprachen', 'Sprachkürzel mit Kommas, wie: en, de'],
			timeZone: ['Zeitzone', 'Tage und Monate der Budgets beginnen dort um Mitternacht, wie: Europe/Berlin'],
			instructions: [
				'Anweisungen',
				'Wie der Bot sprechen soll, für das Modell. Er antwortet immer nur aus seinen Artikeln; ohne Modell wird dies nicht verwendet.',
			],
			articles: ['Artikel', 'Woraus der Bot antwortet. Nur Veröffentlichtes zählt.'],
			creditsPerAnswer: [
				'Credits für eine Antwort',
				'Was eine Antwort kostet. Misslingt sie oder weiß der Bot es nicht, ist sie kostenlos.',
			],
			payingVisitors: [
				'Zahlende Besucher',
				'credits_first: Sie verbrauchen zuerst ihre eigenen Credits. free_first: kostenlose Antworten, solange es welche gibt.',
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
		article: {
			title: ['Titel', 'Wovon der Text handelt, so wie ein Besucher danach fragen würde.'],
			body: ['Text', 'Überschriften helfen dem Bot, sich zurechtzufinden. Schreiben Sie Tatsachen und Zahlen.'],
			url: ['Link', 'Wo Besucher weiterlesen können: /hilfe/lieferung oder https://…'],
			bots: ['Bots', 'Wer aus diesem Text antworten darf, sobald beide veröffentlicht sind.'],
		},
	},
};
