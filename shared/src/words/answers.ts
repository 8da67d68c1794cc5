/** What an answer itself may end with, so only the server needs it. */
export const answerWords = {
	en: {
		used_up: 'This answer ends here: the credits for it are used up.',
		out_of_reach: 'This answer ends here: the shop cannot be reached right now.',
	},
	de: {
		used_up: 'Diese Antwort endet hier: Die Credits für sie sind aufgebraucht.',
		out_of_reach: 'Diese Antwort endet hier: Der Shop ist gerade nicht erreichbar.',
	},
};
