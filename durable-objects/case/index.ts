import { DurableObject } from "cloudflare:workers";

export class Case extends DurableObject<Env> {}
