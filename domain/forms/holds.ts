import "../rules/feel/built-ins/patterns.ts";

/** Whether a FEEL condition is true of the data; a screen may take `simple-holds.ts` where it can, which is half the script. */
export { holds } from "./simple-holds.ts";
