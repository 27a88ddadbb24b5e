const pattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID: an id that is none names nothing, and must not become an error of the database. */
export const isUuid = (text: string): boolean => pattern.test(text);
