/** What an answer itself may end with, so only the server needs it. */
export const answerWords = {
	en: { used_up: 'This answer ends here: the credits for it are used up.' },
	de: { used_up: 'Diese Antwort endet hier: Die Credits für sie sind aufgebraucht.' },
};
