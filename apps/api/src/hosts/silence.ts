/** SQL condition over the alias `h`: nothing was heard of the host for three of its intervals. */
export const isSilent = `(coalesce(h.last_seen, h.enrolled_at) < now() - 3 * h."interval" * interval '1 second')`;

/** SQL condition over the alias `h`: what runs there is not known, because its reports do not come or are not taken. */
export const isUnheard = `(h.state <> 'active' OR ${isSilent})`;
