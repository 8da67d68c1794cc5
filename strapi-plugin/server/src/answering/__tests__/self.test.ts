import { asksWhatAnswers } from '../self';

test.each([
	'Are you human?',
	'are you a human',
	'Are you a real person or just a bot?',
	'Hey, are you an AI?',
	'Be honest: are you real?',
	'Am I talking to a machine?',
	'Am I chatting with a real human being here?',
	'Is this a bot?',
	'Is there a human there?',
	'R u a bot??',
	'Who are you?',
	'What are you?',
	'Are you ChatGPT?',
])('%j is asked in English', (question) => {
	expect(asksWhatAnswers(question)).toBe('en');
});

test.each([
	'Bist du ein Mensch?',
	'Bist du ein echter Mensch oder nur ein Bot?',
	'Sind Sie eine KI?',
	'Sind Sie ein Mitarbeiter?',
	'Spreche ich mit einem Menschen?',
	'Rede ich hier mit einer Maschine oder mit einem Menschen?',
	'Ist das hier ein Bot?',
	'Antwortet mir ein Mensch?',
	'Wer bist du?',
	'Was sind Sie eigentlich?',
	'Sag mal, bist du eine künstliche Intelligenz?',
])('%j is asked in German', (question) => {
	expect(asksWhatAnswers(question)).toBe('de');
});

test.each([
	'Are you open on Sundays?',
	'Are you a German company?',
	'Is this a real copper kettle?',
	'Is there a machine for espresso?',
	'Are you selling machines?',
	'Is it dishwasher safe?',
	'Can I talk to a human?',
	'Who are your suppliers?',
	'Is a person at the shop on Saturday?',
	'Sind Sie morgen im Laden?',
	'Ist das echtes Kupfer?',
	'Ist das ein Computer mit Netzteil?',
	'Bist du sicher?',
	'Kann ich mit einem Menschen sprechen?',
	'Wer sind Ihre Lieferanten?',
	'',
])('%j asks for something else', (question) => {
	expect(asksWhatAnswers(question)).toBeUndefined();
});
