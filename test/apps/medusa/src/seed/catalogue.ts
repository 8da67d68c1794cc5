/** What the demo shop "Kupferkanne" sells. Prices in EUR, with tax. */
export interface Article {
	handle: string;
	title: string;
	subtitle: string;
	description: string;
	/** The same in German; storefronts read it from the product's metadata. */
	de: { title: string; subtitle: string; description: string };
	price: number;
	/** A pack: how many credits of the demo bot it grants. */
	credits?: number;
}

export const PACK_VALID_DAYS = 365;

export const ARTICLES: Article[] = [
	{
		handle: 'copper-kettle',
		title: 'Copper gooseneck kettle',
		subtitle: '0.9 litres, for gas, electric and induction',
		description:
			'A slow, steady stream for pour-over coffee. The body is hand-spun copper with a tin-free steel lining and an induction base; the beech handle stays cool. Holds 0.9 litres, weighs 780 grams.',
		de: {
			title: 'Schwanenhalskessel aus Kupfer',
			subtitle: '0,9 Liter, für Gas, Elektro und Induktion',
			description:
				'Ein ruhiger, gleichmäßiger Strahl für Filterkaffee von Hand. Der Korpus ist von Hand gedrücktes Kupfer mit Edelstahl ausgekleidet und hat einen Induktionsboden; der Griff aus Buche bleibt kühl. Fasst 0,9 Liter, wiegt 780 Gramm.',
		},
		price: 89,
	},
	{
		handle: 'hand-grinder',
		title: 'Hand grinder',
		subtitle: 'Steel burrs, 30 steps from espresso to French press',
		description:
			'Conical steel burrs of 38 millimetres, 30 marked steps, and a walnut handle that folds away. Grinds 25 grams in about forty seconds. Every part comes apart without tools for cleaning.',
		de: {
			title: 'Handmühle',
			subtitle: 'Stahlmahlwerk, 30 Stufen von Espresso bis French Press',
			description:
				'Kegelmahlwerk aus Stahl mit 38 Millimetern, 30 markierte Stufen und eine Kurbel mit Nussbaumgriff, die sich einklappen lässt. Mahlt 25 Gramm in etwa vierzig Sekunden. Zum Reinigen lässt sich alles ohne Werkzeug zerlegen.',
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
		subtitle: 'Conical, size 02, unbleached',
		description:
			'One hundred conical papers of size 02 for the pour-over dripper. Unbleached, compostable, and without a taste of paper after a short rinse with hot water.',
		de: {
			title: 'Filterpapier, 100 Blatt',
			subtitle: 'Konisch, Größe 02, ungebleicht',
			description:
				'Hundert konische Papiere der Größe 02 für den Handfilter. Ungebleicht, kompostierbar und nach kurzem Spülen mit heißem Wasser ohne Papiergeschmack.',
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
		credits: 10,
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
		credits: 50,
	},
];
