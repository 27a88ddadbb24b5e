import type { Parameters } from './parameters.js';

const pattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID: an id that is none names nothing, and must not become an error of the database. */
export const isUuid = (text: string): boolean => pattern.test(text);

/** Placeholder of an id in SQL; one that is none is null there, and so equals nothing. */
export const uuidIn = (parameters: Parameters, id: string): string =>
  `${parameters.add(isUuid(id) ? id : null)}::uuid`;
