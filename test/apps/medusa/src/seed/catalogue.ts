/** What the demo shop "Kupferkanne" sells. Prices in EUR, with tax. */
export interface Article {
	handle: string;
	title: string;
	subtitle: string;
	description: string;
	/** The same in German; storefronts read it from the product's metadata. */
	de: { title: string; subtitle: string; description: string };
	price: number;
	/** What grants credits of the demo bot: once (a pack), or every month (a plan). */
	offer?: { kind: 'pack'; credits: number } | { kind: 'plan'; credits: number; rollover: number };
}

export const PACK_VALID_DAYS = 365;

export const ARTICLES: Article[] = [
	{
		handle: 'copper-kettle',
		title: 'Copper gooseneck kettle',
		subtitle: '900 ml, for gas, electric and ceramic hobs',
		description:
			'A slow, steady stream for pour-over coffee. Hand-spun copper, lined with tin, with a thermometer in the lid and a beech handle that stays cool. Holds 900 ml. On induction it needs an adapter plate.',
		de: {
			title: 'Schwanenhalskessel aus Kupfer',
			subtitle: '900 ml, für Gas, Elektro- und Glaskeramikherde',
			description:
				'Ein ruhiger, gleichmäßiger Strahl für Filterkaffee von Hand. Von Hand gedrücktes Kupfer, innen verzinnt, mit einem Thermometer im Deckel und einem Griff aus Buche, der kühl bleibt. Fasst 900 ml. Auf Induktion braucht er eine Adapterplatte.',
		},
		price: 89,
	},
	{
		handle: 'hand-grinder',
		title: 'Hand grinder',
		subtitle: 'Steel burrs, 40 clicks from espresso to cold brew',
		description:
			'Conical steel burrs, 40 clicks of 25 micrometres each, and a walnut handle that folds away. Holds 25 grams of beans. It comes apart without tools, to be brushed out; water is not for it.',
		de: {
			title: 'Handmühle',
			subtitle: 'Stahlmahlwerk, 40 Klicks von Espresso bis Cold Brew',
			description:
				'Kegelmahlwerk aus Stahl, 40 Klicks zu je 25 Mikrometern und eine Kurbel mit Nussbaumgriff, die sich einklappen lässt. Fasst 25 Gramm Bohnen. Zum Ausbürsten lässt sie sich ohne Werkzeug zerlegen; Wasser verträgt sie nicht.',
		},
		price: 119,
	},
	{
		handle: 'pour-over-dripper',
		title: 'Pour-over dripper',
		subtitle: 'Porcelain, one to four cups',
		description:
			'White porcelain with deep spiral ribs, so that the water finds its way evenly. Takes conical papers of size 02 and stands on cups and carafes from 7 to 11 centimetres wide. Dishwasher safe.',
		de: {
			title: 'Handfilter',
			subtitle: 'Porzellan, für eine bis vier Tassen',
			description:
				'Weißes Porzellan mit tiefen Spiralrippen, damit das Wasser gleichmäßig durchläuft. Für konische Papiere der Größe 02, steht auf Tassen und Kannen von 7 bis 11 Zentimetern Weite. Spülmaschinenfest.',
		},
		price: 34,
	},
	{
		handle: 'filter-papers',
		title: 'Filter papers, 100 sheets',
		subtitle: 'Conical, size 02, bleached with oxygen',
		description:
			'One hundred conical papers of size 02 for the pour-over dripper. Bleached with oxygen, without chlorine and without glue; they go on the compost together with the grounds.',
		de: {
			title: 'Filterpapier, 100 Blatt',
			subtitle: 'Konisch, Größe 02, mit Sauerstoff gebleicht',
			description:
				'Hundert konische Papiere der Größe 02 für den Handfilter. Mit Sauerstoff gebleicht, ohne Chlor und ohne Leim; sie dürfen mit dem Kaffeesatz auf den Kompost.',
		},
		price: 6.9,
	},
	{
		handle: 'glass-carafe',
		title: 'Glass carafe 600 ml',
		subtitle: 'Borosilicate glass with a cork collar',
		description:
			'Heat-proof borosilicate glass with marks for two, three and four cups. The cork collar keeps fingers cool and comes off for the dishwasher. Fits the pour-over dripper.',
		de: {
			title: 'Glaskanne 600 ml',
			subtitle: 'Borosilikatglas mit Korkmanschette',
			description:
				'Hitzefestes Borosilikatglas mit Marken für zwei, drei und vier Tassen. Die Korkmanschette schützt die Finger und lässt sich für die Spülmaschine abnehmen. Passt zum Handfilter.',
		},
		price: 29,
	},
	{
		handle: 'brewing-scale',
		title: 'Brewing scale',
		subtitle: 'To a tenth of a gram, with a timer',
		description:
			'Weighs up to 2 kilograms to a tenth of a gram and times the brew on the same display. Starts the timer with the first drop if you like. Charges by USB-C, about forty hours from one charge.',
		de: {
			title: 'Brühwaage',
			subtitle: 'Auf ein Zehntelgramm genau, mit Uhr',
			description:
				'Wiegt bis 2 Kilogramm auf ein Zehntelgramm genau und zeigt die Brühzeit gleich daneben. Auf Wunsch startet die Uhr mit dem ersten Tropfen. Lädt über USB-C und hält etwa vierzig Stunden.',
		},
		price: 49,
	},
	{
		handle: 'credits-10',
		title: '10 credits',
		subtitle: 'Ten more answers of Kupferkanne help',
		description:
			'Ten credits for our help bot: one credit is one answer. They are yours as soon as the order is paid and last for 365 days. Credits are answers of this bot; they are not money and cannot be handed on.',
		de: {
			title: '10 Credits',
			subtitle: 'Zehn weitere Antworten der Kupferkanne-Hilfe',
			description:
				'Zehn Credits für unseren Hilfe-Bot: Ein Credit ist eine Antwort. Sie stehen bereit, sobald die Bestellung bezahlt ist, und halten 365 Tage. Credits sind Antworten dieses Bots; sie sind kein Geld und nicht übertragbar.',
		},
		price: 5,
		offer: { kind: 'pack', credits: 10 },
	},
	{
		handle: 'credits-50',
		title: '50 credits',
		subtitle: 'Fifty more answers of Kupferkanne help',
		description:
			'Fifty credits for our help bot: one credit is one answer. They are yours as soon as the order is paid and last for 365 days. Credits are answers of this bot; they are not money and cannot be handed on.',
		de: {
			title: '50 Credits',
			subtitle: 'Fünfzig weitere Antworten der Kupferkanne-Hilfe',
			description:
				'Fünfzig Credits für unseren Hilfe-Bot: Ein Credit ist eine Antwort. Sie stehen bereit, sobald die Bestellung bezahlt ist, und halten 365 Tage. Credits sind Antworten dieses Bots; sie sind kein Geld und nicht übertragbar.',
		},
		price: 20,
		offer: { kind: 'pack', credits: 50 },
	},
	{
		handle: 'plan-20',
		title: '20 credits a month',
		subtitle: 'A plan for Kupferkanne help, ended whenever you like',
		description:
			'Twenty credits for our help bot every month: one credit is one answer. Up to five that you did not use move on into the next month. You end the plan in your area whenever you like, and it ends with the month that is paid. Credits are answers of this bot; they are not money and cannot be handed on.',
		de: {
			title: '20 Credits im Monat',
			subtitle: 'Ein Abo für die Kupferkanne-Hilfe, jederzeit zu beenden',
			description:
				'Jeden Monat zwanzig Credits für unseren Hilfe-Bot: Ein Credit ist eine Antwort. Bis zu fünf unverbrauchte gehen in den nächsten Monat über. Sie beenden das Abo in Ihrem Bereich, wann Sie möchten; es endet mit dem bezahlten Monat. Credits sind Antworten dieses Bots; sie sind kein Geld und nicht übertragbar.',
		},
		price: 8,
		offer: { kind: 'plan', credits: 20, rollover: 5 },
	},
	{
		handle: 'plan-60',
		title: '60 credits a month',
		subtitle: 'A plan for those who ask every day',
		description:
			'Sixty credits for our help bot every month: one credit is one answer. Up to twenty that you did not use move on into the next month. You end the plan in your area whenever you like, and it ends with the month that is paid. Credits are answers of this bot; they are not money and cannot be handed on.',
		de: {
			title: '60 Credits im Monat',
			subtitle: 'Ein Abo für alle, die täglich fragen',
			description:
				'Jeden Monat sechzig Credits für unseren Hilfe-Bot: Ein Credit ist eine Antwort. Bis zu zwanzig unverbrauchte gehen in den nächsten Monat über. Sie beenden das Abo in Ihrem Bereich, wann Sie möchten; es endet mit dem bezahlten Monat. Credits sind Antworten dieses Bots; sie sind kein Geld und nicht übertragbar.',
		},
		price: 18,
		offer: { kind: 'plan', credits: 60, rollover: 20 },
	},
];
