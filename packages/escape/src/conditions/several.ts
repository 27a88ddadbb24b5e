/** Names that a reason gives before it counts the rest. */
const most = 8;

/** All that gives way as one text: whoever accepts a way as it is accepts these and no further ones. */
export const several = (texts: readonly string[], between: string): string =>
  texts.length > most
    ? `${texts.slice(0, most).join(between)}${between}and ${texts.length - most} more`
    : texts.join(between);
