import type { Language } from './index.js';

interface Text {
	title: string;
	parts: { heading?: string; text: string }[];
}

/** The text pages of the shop. */
export const texts: Record<'shipping' | 'about' | 'demo', Record<Language, Text>> = {
	shipping: {
		en: {
			title: 'Shipping',
			parts: [
				{
					text: 'Standard shipping costs 4.90 euros for each order, whatever its size. What is ordered before 14:00 on a working day leaves our workshop in Leipzig the same day.',
				},
				{
					heading: 'How long it takes',
					text: 'Germany: 1 to 2 working days. Netherlands and Belgium: 2 to 3. Austria: 3 to 4. France: 3 to 5. Italy and Spain: 5 to 7.',
				},
				{
					heading: 'Credits',
					text: 'Credits for our bot are not shipped. They are there as soon as your order is paid.',
				},
			],
		},
		de: {
			title: 'Versand',
			parts: [
				{
					text: 'Der Standardversand kostet 4,90 Euro für jede Bestellung, gleich wie groß sie ist. Was an einem Werktag vor 14:00 Uhr bestellt wird, verlässt unsere Werkstatt in Leipzig noch am selben Tag.',
				},
				{
					heading: 'Wie lange es dauert',
					text: 'Deutschland: 1 bis 2 Werktage. Niederlande und Belgien: 2 bis 3. Österreich: 3 bis 4. Frankreich: 3 bis 5. Italien und Spanien: 5 bis 7.',
				},
				{
					heading: 'Credits',
					text: 'Credits für unseren Bot werden nicht verschickt. Sie sind da, sobald Ihre Bestellung bezahlt ist.',
				},
			],
		},
	},
	about: {
		en: {
			title: 'About us',
			parts: [
				{
					text: 'Kupferkanne sells a handful of tools for making coffee by hand. Fewer things, well made, with every part to be had again.',
				},
				{
					heading: 'Why copper',
					text: 'Copper spreads heat fast and evenly, and it ages with its owner. We like both.',
				},
				{
					heading: 'Our bot',
					text: 'It reads what we have written, tells you where each answer comes from, and says so when it does not know.',
				},
			],
		},
		de: {
			title: 'Über uns',
			parts: [
				{
					text: 'Kupferkanne verkauft eine Handvoll Werkzeuge, um Kaffee von Hand zu machen. Weniger Dinge, gut gemacht, und jedes Teil einzeln zu haben.',
				},
				{
					heading: 'Warum Kupfer',
					text: 'Kupfer verteilt Wärme schnell und gleichmäßig, und es altert mit seinem Besitzer. Beides gefällt uns.',
				},
				{
					heading: 'Unser Bot',
					text: 'Er liest, was wir geschrieben haben, sagt zu jeder Antwort, woher sie kommt, und gibt zu, wenn er etwas nicht weiß.',
				},
			],
		},
	},
	demo: {
		en: {
			title: 'About this demo',
			parts: [
				{
					text: 'Kupferkanne does not exist. This shop shows Answerpack, a plugin pair that adds a paid bot to a Medusa shop with its texts in Strapi.',
				},
				{ heading: 'Orders', text: 'All payments are tests: no money moves, nothing is shipped, and no mail is sent.' },
				{
					heading: 'Your entries',
					text: 'What you enter stays in the databases of the machine on which this demo runs. Please do not enter anything private.',
				},
				{
					heading: 'Credits',
					text: 'Credits are technical usage units of one bot. They are not money, cannot be turned back into money, and cannot be handed on.',
				},
			],
		},
		de: {
			title: 'Zu dieser Demo',
			parts: [
				{
					text: 'Kupferkanne gibt es nicht. Dieser Shop zeigt Answerpack, zwei Plugins, die einem Medusa-Shop einen bezahlten Bot geben, dessen Texte in Strapi liegen.',
				},
				{
					heading: 'Bestellungen',
					text: 'Alle Zahlungen sind Tests: Es fließt kein Geld, nichts wird verschickt, und es gehen keine E-Mails hinaus.',
				},
				{
					heading: 'Ihre Eingaben',
					text: 'Was Sie eingeben, bleibt in den Datenbanken des Rechners, auf dem diese Demo läuft. Bitte geben Sie nichts Privates ein.',
				},
				{
					heading: 'Credits',
					text: 'Credits sind technische Nutzungseinheiten eines Bots. Sie sind kein Geld, lassen sich nicht in Geld zurücktauschen und nicht weitergeben.',
				},
			],
		},
	},
};
