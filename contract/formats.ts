/**
 * The locale of dates, numbers and lists in a language of the app. The English of the texts is British, so that a date
 * between them is too, whatever the system is set to.
 */
export const formatsOf = (language: string): string => (language === 'en' ? 'en-GB' : language)
