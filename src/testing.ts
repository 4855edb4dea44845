/** For a team's own rolling test: runs one generation of an application as a process of its own. */
export { type Instance, type InstanceOptions, startInstance } from './rehearsal/instance.js';
