import { buildIndex, chunkDocument, type KnowledgeDocument, type KnowledgeIndex } from '..';

/** The knowledge of a small shop, as an editor would write it. */
const ENGLISH: Record<string, string> = {
	Shipping: `We ship to Germany, Austria and France. Shipping costs 4.90 EUR; from 60 EUR it is free. Parcels leave our
house within two working days. A parcel to Austria takes three to four days.

## Damaged parcels

Please take a photo of the box. We send a new one at once.`,
	'Returns and refunds': `You can return everything within 30 days, unused and in its box. Write to us first, and we send
you a label. The refund reaches you within five days after the parcel came back.`,
	'Copper gooseneck kettle': `A kettle of copper with a thin spout. It holds 0.9 litres and suits gas and electric stoves, but
not induction.

## Care

Polish the copper with lemon and salt. Never put the kettle into the dishwasher.`,
	'Hand grinder': `A grinder with steel burrs and 36 settings, from espresso to French press. It grinds 25 g at a time.

| Drink | Setting |
|---|---|
| Espresso | 8 |
| Filter coffee | 20 |
| French press | 30 |`,
	'Opening hours': 'Our shop in Leipzig is open from Monday to Friday, 9 to 18. On Saturdays we close at 14.',
	'Filter papers': '100 sheets for drippers of size 02. They are not bleached and can be composted.',
};

const GERMAN: Record<string, string> = {
	Versand: `Wir liefern nach Deutschland, Österreich und Frankreich. Der Versand kostet 4,90 EUR, ab 60 EUR ist er frei.
Pakete verlassen unser Haus binnen zwei Werktagen. Nach Österreich dauert es z. B. drei bis vier Tage.

## Beschädigte Pakete

Bitte fotografieren Sie den Karton. Wir schicken sofort Ersatz.`,
	'Rückgabe und Erstattung': `Sie können alles binnen 30 Tagen zurückgeben, unbenutzt und im Karton. Schreiben Sie uns
vorher, dann schicken wir ein Etikett. Die Erstattung ist fünf Tage nach der Rücksendung da.`,
	'Kupferkessel mit Schwanenhals': `Ein Wasserkessel aus Kupfer mit dünnem Ausguss. Er fasst 0,9 Liter und eignet sich für Gas- und
Elektroherde, nicht für Induktion.

## Pflege

Polieren Sie das Kupfer mit Zitrone und Salz. Der Kessel darf nie in die Spülmaschine.`,
	Handkaffeemühle: 'Eine Mühle mit Stahlmahlwerk und 36 Stufen, von Espresso bis French Press. Sie fasst 25 g Bohnen.',
	Öffnungszeiten:
		'Unser Laden in Leipzig hat Montag bis Freitag von 9 bis 18 Uhr offen. Samstags schließen wir um 14 Uhr.',
	Filterpapiere: '100 Blatt für Handfilter der Größe 02. Sie sind ungebleicht und kompostierbar.',
};

export function documentsOf(locale: string): KnowledgeDocument[] {
	return Object.entries(locale.startsWith('de') ? GERMAN : ENGLISH).map(([title, text]) => ({
		id: title,
		title,
		text,
		url: null,
		locale,
	}));
}

export function indexOf(locale: string): KnowledgeIndex {
	return buildIndex(documentsOf(locale).flatMap(chunkDocument), locale);
}
