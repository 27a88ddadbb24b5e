/** The names in what somebody wrote: with commas or spaces between, each once. */
export const namesIn = (text: string): string[] => [...new Set(text.split(/[\s,]+/).filter(Boolean))];
