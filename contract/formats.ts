/**
 * Returns the locale of dates, numbers and lists for a language of the app. The English texts are British, so dates between
 * them are British too, whatever the system is set to.
 */
export const formatsOf = (language: string): string => (language === 'en' ? 'en-GB' : language)
