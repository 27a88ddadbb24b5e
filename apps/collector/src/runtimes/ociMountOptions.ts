import { texts, type Fields } from './fields.js';

/** `rro` and its kin hold for all mounts below, too (runtime-spec, config.md#linux-mount-options). */
const recursive = /^r(?=(?:ro|nosuid|nodev|noexec|nosymfollow)$)/;

/** Options of an OCI mount; those that are for all mounts below it are told as if they were for it alone. */
export const mountOptions = (mount: Fields): string[] =>
  texts(mount.options).map((option) => option.replace(recursive, ''));
