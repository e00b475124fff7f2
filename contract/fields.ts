/**
 * Bounds that a schema and a field of the page share. The page loads this module without the schemas: their library builds
 * functions from text, which the page's policy refuses.
 */

/** The most characters of a number or an address that is typed. Far longer than any, so that none loses its end. */
export const longestTyped = 1_000

/** The most characters of what an organisation is called. */
export const longestOrganisation = 60
