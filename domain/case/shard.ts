/** The shard of the Worklist that an environment has by default; more are fixed when it is created. */
export const SHARD = 0;
