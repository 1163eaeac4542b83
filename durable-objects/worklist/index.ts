import { DurableObject } from "cloudflare:workers";

export class Worklist extends DurableObject<Env> {}
