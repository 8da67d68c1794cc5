import { de } from './de';
import { en } from './en';

export default { en: { answerpack: en }, de: { answerpack: de } };
