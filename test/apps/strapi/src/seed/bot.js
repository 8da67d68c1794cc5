exports.bot = {
	name: 'Kupferkanne help',
	slug: 'shop-help',
	greeting: 'Hello! Ask me about delivery, returns, brewing and caring for your coffee tools.',
	suggestions: [
		'How long does delivery to Austria take?',
		'How do I descale the kettle?',
		'Which grind size for the pour-over dripper?',
	].join('\n'),
	translations: {
		de: {
			greeting: 'Hallo! Fragen Sie mich nach Lieferung, Rückgabe, Zubereitung und Pflege Ihrer Kaffeewerkzeuge.',
			suggestions: [
				'Wie lange dauert die Lieferung nach Österreich?',
				'Wie entkalke ich den Kessel?',
				'Welcher Mahlgrad für den Handfilter?',
			].join('\n'),
		},
	},
	tone: 'friendly',
	languages: 'en, de',
	timeZone: 'Europe/Berlin',
	instructions: 'Be friendly and brief. Prices are in euros and include VAT.',
	creditsPerAnswer: 1,
	cacheAnswers: false, // so that in the demo every answer shows what it costs
	freeReserveCredits: 30,
	freeReserveWindow: 'day',
	creditsPerVisitor: 3,
	ownerCapCreditsPerMonth: 100,
	openToVisitorsPercent: 0,
	payingVisitors: 'credits_first',
	paused: false,
};
