/** What the bot of the demo shop knows. Prices and countries are those of the demo shop in Medusa. */
exports.articles = [
	{
		en: {
			title: 'Delivery: times and costs',
			body: `Standard shipping costs 4.90 EUR for each order, whatever its size, to all countries that we deliver to.

## Delivery times
- **Germany:** 1 to 2 working days.
- **Austria:** 3 to 4 working days.
- **Netherlands, Belgium and Luxembourg:** 2 to 3 working days.
- **France:** 3 to 5 working days.
- **Italy and Spain:** 5 to 7 working days.

We do not deliver to other countries yet.

## When we ship
Orders placed before 14:00 on a working day leave our workshop in Leipzig the same day. We send a tracking number by email as soon as the parcel is on its way.`,
		},
		de: {
			title: 'Lieferung: Zeiten und Kosten',
			body: `Der Standardversand kostet 4,90 EUR für jede Bestellung, gleich wie groß sie ist, in alle Länder, in die wir liefern.

## Lieferzeiten
- **Deutschland:** 1 bis 2 Werktage.
- **Österreich:** 3 bis 4 Werktage.
- **Niederlande, Belgien und Luxemburg:** 2 bis 3 Werktage.
- **Frankreich:** 3 bis 5 Werktage.
- **Italien und Spanien:** 5 bis 7 Werktage.

In andere Länder liefern wir noch nicht.

## Wann wir versenden
Bestellungen, die an einem Werktag vor 14:00 Uhr eingehen, verlassen unsere Werkstatt in Leipzig noch am selben Tag. Die Sendungsnummer kommt per E-Mail, sobald das Paket unterwegs ist.`,
		},
	},
	{
		en: {
			title: 'Returns and refunds',
			body: `You can return any product within 30 days of receiving it, also when you have tried it out.

## How to return something
Write to returns@kupferkanne.example with your order number. We send you a return label, which is free within Germany and Austria; from other countries the label costs 6.50 EUR.

## When you get your money back
We refund the purchase price within 5 working days after the parcel has reached us, by the same means of payment. Opened packs of filter papers cannot be returned.`,
		},
		de: {
			title: 'Rückgabe und Erstattung',
			body: `Sie können jedes Produkt innerhalb von 30 Tagen nach Erhalt zurückgeben, auch wenn Sie es ausprobiert haben.

## So geht die Rückgabe
Schreiben Sie mit Ihrer Bestellnummer an returns@kupferkanne.example. Wir schicken Ihnen ein Rücksendeetikett; es ist innerhalb Deutschlands und Österreichs kostenlos, aus anderen Ländern kostet es 6,50 EUR.

## Wann Sie Ihr Geld zurückbekommen
Wir erstatten den Kaufpreis innerhalb von 5 Werktagen, nachdem das Paket bei uns angekommen ist, auf demselben Zahlungsweg. Geöffnete Packungen Filterpapier können nicht zurückgegeben werden.`,
		},
	},
	{
		en: {
			title: 'Warranty',
			body: `Our copper kettles have a warranty of 5 years, our hand grinders of 3 years. The grinder's burrs are covered for 10 years of ordinary use at home.

## What is covered
The warranty covers faults of material and workmanship. It does not cover the natural darkening of copper, dents from falling, or damage by lime when the kettle was not descaled.

## What you need
Keep the order confirmation: it is the proof of purchase. There is no card to fill in and nothing to register.`,
		},
		de: {
			title: 'Garantie',
			body: `Auf unsere Kupferkessel geben wir 5 Jahre Garantie, auf unsere Handmühlen 3 Jahre. Das Mahlwerk der Mühle ist bei üblichem Gebrauch zu Hause 10 Jahre lang abgedeckt.

## Was die Garantie abdeckt
Die Garantie gilt für Material- und Verarbeitungsfehler. Sie gilt nicht für das natürliche Nachdunkeln von Kupfer, für Dellen nach einem Sturz und für Kalkschäden, wenn der Kessel nicht entkalkt wurde.

## Was Sie brauchen
Heben Sie die Bestellbestätigung auf: Sie ist der Kaufbeleg. Es gibt keine Karte auszufüllen und nichts zu registrieren.`,
		},
	},
	{
		en: {
			title: 'Descaling the copper kettle',
			body: `To descale the kettle, fill it with 20 grams of citric acid in 1 litre of cold water, let it stand for 30 minutes, and rinse it three times. Do so every 4 weeks with hard water, every 8 weeks with soft water.

Do not boil the solution, and do not use vinegar: it attacks the tin lining.

## The outside
Copper darkens with use. To make it shine again, rub it with half a lemon and a little salt, rinse and dry it at once.`,
		},
		de: {
			title: 'Den Kupferkessel entkalken',
			body: `Zum Entkalken füllen Sie den Kessel mit 20 Gramm Zitronensäure in 1 Liter kaltem Wasser, lassen ihn 30 Minuten stehen und spülen ihn dreimal aus. Tun Sie das bei hartem Wasser alle 4 Wochen, bei weichem Wasser alle 8 Wochen.

Kochen Sie die Lösung nicht auf, und nehmen Sie keinen Essig: Er greift die Verzinnung an.

## Außen
Kupfer dunkelt mit dem Gebrauch nach. Damit es wieder glänzt, reiben Sie es mit einer halben Zitrone und etwas Salz ab, spülen Sie es und trocknen Sie es sofort.`,
		},
	},
	{
		en: {
			title: 'Grind sizes and the hand grinder',
			body: `The hand grinder has 40 clicks. One click changes the gap between the burrs by 25 micrometres.

## Which grind size for which coffee
- **Espresso:** 8 to 10 clicks.
- **Moka pot:** 12 to 15 clicks.
- **Pour-over dripper:** 18 to 22 clicks, about as coarse as table salt.
- **French press:** 28 to 32 clicks, about as coarse as sea salt.
- **Cold brew:** 34 to 36 clicks.

If the coffee tastes sour, grind two clicks finer. If it tastes bitter, grind two clicks coarser.

## Cleaning
Brush the burrs every two weeks. Never wash the grinder with water: steel burrs rust.`,
		},
		de: {
			title: 'Mahlgrade und die Handmühle',
			body: `Die Handmühle hat 40 Klicks. Ein Klick ändert den Abstand der Mahlscheiben um 25 Mikrometer.

## Welcher Mahlgrad für welchen Kaffee
- **Espresso:** 8 bis 10 Klicks.
- **Mokkakanne:** 12 bis 15 Klicks.
- **Handfilter:** 18 bis 22 Klicks, etwa so grob wie Tafelsalz.
- **French Press:** 28 bis 32 Klicks, etwa so grob wie Meersalz.
- **Cold Brew:** 34 bis 36 Klicks.

Schmeckt der Kaffee sauer, mahlen Sie zwei Klicks feiner. Schmeckt er bitter, mahlen Sie zwei Klicks gröber.

## Reinigen
Bürsten Sie das Mahlwerk alle zwei Wochen aus. Waschen Sie die Mühle nie mit Wasser: Mahlscheiben aus Stahl rosten.`,
		},
	},
	{
		en: {
			title: 'Brew ratio and brewing time',
			body: `We recommend 60 grams of coffee for 1 litre of water. For one cup of 250 ml that is 15 grams.

## Pour-over, step by step
1. Rinse the filter paper with hot water.
2. Pour 30 grams of water over the coffee and wait 40 seconds, until it has bloomed.
3. Pour the rest in circles. The whole brew takes 3 minutes to 3 minutes 30 seconds.

A brewing scale helps: a spoon of coffee weighs anything between 5 and 9 grams.`,
		},
		de: {
			title: 'Dosierung und Brühzeit',
			body: `Wir empfehlen 60 Gramm Kaffee auf 1 Liter Wasser. Für eine Tasse mit 250 ml sind das 15 Gramm.

## Handfilter, Schritt für Schritt
1. Spülen Sie das Filterpapier mit heißem Wasser.
2. Gießen Sie 30 Gramm Wasser auf den Kaffee und warten Sie 40 Sekunden, bis er aufgequollen ist.
3. Gießen Sie den Rest in Kreisen auf. Der ganze Aufguss dauert 3 Minuten bis 3 Minuten 30 Sekunden.

Eine Brühwaage hilft: Ein Löffel Kaffee wiegt irgendetwas zwischen 5 und 9 Gramm.`,
		},
	},
	{
		en: {
			title: 'Water temperature',
			body: `Brew light roasts at 96 °C, medium roasts at 93 °C and dark roasts at 88 °C.

Our copper gooseneck kettle has a thermometer in its lid. Without one: let boiling water stand for 30 seconds and it has about 93 °C.

The kettle holds 900 ml and works on gas, electric and ceramic hobs. On induction it only works with an adapter plate.`,
		},
		de: {
			title: 'Wassertemperatur',
			body: `Brühen Sie helle Röstungen mit 96 °C, mittlere Röstungen mit 93 °C und dunkle Röstungen mit 88 °C.

Unser Schwanenhalskessel aus Kupfer hat ein Thermometer im Deckel. Ohne Thermometer: Lassen Sie kochendes Wasser 30 Sekunden stehen, dann hat es etwa 93 °C.

Der Kessel fasst 900 ml und eignet sich für Gas, Elektro- und Glaskeramikherde. Auf Induktion funktioniert er nur mit einer Adapterplatte.`,
		},
	},
	{
		en: {
			title: 'Filter papers',
			body: `A pack holds 100 sheets. The papers fit our pour-over dripper and every dripper of size 02.

They are made of oxygen-bleached cellulose, without chlorine and without glue, and may go on the compost together with the grounds.

Store them dry and away from spices: paper takes on smells.`,
		},
		de: {
			title: 'Filterpapier',
			body: `Eine Packung enthält 100 Blatt. Sie sind für unseren Handfilter gemacht und für jeden anderen der Größe 02.

Sie bestehen aus sauerstoffgebleichtem Zellstoff, ohne Chlor und ohne Leim, und dürfen mit dem Kaffeesatz auf den Kompost.

Lagern Sie sie trocken und nicht bei Gewürzen: Papier nimmt Gerüche an.`,
		},
	},
	{
		en: {
			title: 'Gift wrapping',
			body: `We wrap gifts in recycled paper with a linen ribbon. Gift wrapping costs 3.50 EUR for each product.

Write your message (up to 200 characters) in the note of the order; we write it on a card by hand. Prices do not appear on the delivery note of a gift.`,
		},
		de: {
			title: 'Geschenkverpackung',
			body: `Wir verpacken Geschenke in Recyclingpapier mit einem Leinenband. Die Geschenkverpackung kostet 3,50 EUR für jedes Produkt.

Schreiben Sie Ihren Gruß (bis zu 200 Zeichen) in die Notiz der Bestellung; wir schreiben ihn von Hand auf eine Karte. Auf dem Lieferschein eines Geschenks stehen keine Preise.`,
		},
	},
	{
		en: {
			title: 'Opening hours of the shop and the workshop',
			body: `Our shop is at Kupfergasse 7 in Leipzig. It is open Tuesday to Friday from 10:00 to 18:30, and on Saturday from 10:00 to 15:00. It is closed on Sunday and Monday.

## The workshop
You can watch us work on Thursday from 14:00 to 17:00, without an appointment. On the first Saturday of each month there is a brewing class at 11:00, for up to 8 people; it costs 25 EUR.`,
		},
		de: {
			title: 'Öffnungszeiten von Laden und Werkstatt',
			body: `Unser Laden ist in der Kupfergasse 7 in Leipzig. Er ist dienstags bis freitags von 10:00 bis 18:30 Uhr geöffnet und samstags von 10:00 bis 15:00 Uhr. Sonntags und montags ist er geschlossen.

## Die Werkstatt
Donnerstags von 14:00 bis 17:00 Uhr können Sie uns ohne Anmeldung bei der Arbeit zusehen. Am ersten Samstag jedes Monats gibt es um 11:00 Uhr einen Brühkurs für bis zu 8 Personen; er kostet 25 EUR.`,
		},
	},
	{
		en: {
			title: 'Repair service',
			body: `We repair everything that we have ever sold. Straightening a dent costs 18 EUR, renewing the tin lining of a kettle 39 EUR, and a new set of burrs for the grinder 24 EUR.

A repair takes 10 working days from the day that the parcel reaches us. Repairs under warranty are free, the way back included.

Write to repair@kupferkanne.example with a photo; you get an estimate before we begin.`,
		},
		de: {
			title: 'Reparaturdienst',
			body: `Wir reparieren alles, was wir je verkauft haben. Eine Delle auszubeulen kostet 18 EUR, die Verzinnung eines Kessels zu erneuern 39 EUR und ein neues Mahlwerk für die Mühle 24 EUR.

Eine Reparatur dauert 10 Werktage ab dem Tag, an dem das Paket bei uns ankommt. Reparaturen in der Garantie sind kostenlos, der Rückversand eingeschlossen.

Schreiben Sie mit einem Foto an repair@kupferkanne.example; Sie bekommen einen Kostenvoranschlag, bevor wir anfangen.`,
		},
	},
	{
		en: {
			title: 'What the credits of this bot are',
			body: `One answer of this bot costs 1 credit. Every visitor has 3 free answers a day, as long as the free answers of the day last; they come back at midnight.

If you want to ask more, you can buy credits in the shop: 10 credits cost 5.00 EUR, 50 credits cost 20.00 EUR. Bought credits are valid for 365 days. An answer that fails, or in which the bot says that it does not know, costs nothing.

Credits are answers of this bot, used up as you ask. They are not money and cannot be handed on.`,
		},
		de: {
			title: 'Was die Credits dieses Bots sind',
			body: `Eine Antwort dieses Bots kostet 1 Credit. Jeder Besucher hat 3 kostenlose Antworten am Tag, solange die kostenlosen Antworten des Tages reichen; um Mitternacht gibt es neue.

Wenn Sie mehr fragen möchten, können Sie im Shop Credits kaufen: 10 Credits kosten 5,00 EUR, 50 Credits kosten 20,00 EUR. Gekaufte Credits gelten 365 Tage. Eine Antwort, die misslingt oder in der der Bot sagt, dass er es nicht weiß, kostet nichts.

Credits sind Antworten dieses Bots und werden beim Fragen verbraucht. Sie sind kein Geld und nicht übertragbar.`,
		},
	},
];
