/** Milliseconds for which a process is taken at its word that it only prepares a container: anybody can bear the name. */
const longestSetup = 10_000;

/** runc's three stages (`libcontainer/nsenter`) and crun, before they become the container's own program. */
const preparing = /^(?:runc:\[\d:|crun$)/;

/** Whether the process is a runtime's, that still puts up walls for a container or for a command in one. */
export const isPreparing = (comm: string): boolean => preparing.test(comm);

/** The same, of a process of this age in milliseconds: nothing hides behind the name for longer than ten seconds. */
export const inSetup = (comm: string, age: number): boolean => isPreparing(comm) && age < longestSetup;
