/** What an answer itself may say, so only the server needs it. */
export const answerWords = {
	en: {
		unknown: 'I do not know that from what I have been given to read.',
		is_ai: 'I am an AI, not a human: a program that answers from the texts of this shop.',
		used_up: 'This answer ends here: the credits for it are used up.',
		out_of_reach: 'This answer ends here: the shop cannot be reached right now.',
	},
	de: {
		unknown: 'Das weiß ich aus meinen Unterlagen nicht.',
		is_ai: 'Ich bin eine KI, kein Mensch: ein Programm, das aus den Texten dieses Shops antwortet.',
		used_up: 'Diese Antwort endet hier: Die Credits für sie sind aufgebraucht.',
		out_of_reach: 'Diese Antwort endet hier: Der Shop ist gerade nicht erreichbar.',
	},
};
