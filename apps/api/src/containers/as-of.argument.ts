/** The argument of a field that also answers of a time that has passed. */
export const asOfArgument = {
  type: () => Date,
  nullable: true,
  defaultValue: null,
  description: 'As it was then; what belongs to the instance is that last reported.',
} as const;
