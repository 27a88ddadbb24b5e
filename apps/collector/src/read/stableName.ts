/** What runtimes and orchestrators put into paths that differs between two identical containers. */
const random: [RegExp, string][] = [
  // Ids of containers, layers, volumes and pods.
  [/[0-9a-f]{64}/g, '<id>'],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>'],
  // The kubelet: service account volumes, and the termination log of one start of a container.
  [/(kube-api-access-)[0-9a-z]{5}(?=\/|$)/g, '$1<id>'],
  [/(\/pods\/<id>\/containers\/[^/]+\/)[0-9a-f]{8}$/, '$1<id>'],
];

/** Replaces what is random per container by a token, so that two identical containers hash equal. */
export const stableName = (path: string): string =>
  cut(random.reduce((name, [pattern, token]) => name.replace(pattern, token), path));

/** As much of a path or a sentence as a document takes, without half of a character that the cut went through. */
export const cut = (text: string): string => text.slice(0, 4096).toWellFormed();
