/** SELinux domains whose policy allows what an unconfined process may do. */
export const isUnconfinedDomain = (type: string): boolean =>
  /^(unconfined|spc|kernel|init|initrc|unconfined_service)_t$/.test(type);
