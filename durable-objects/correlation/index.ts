import { DurableObject } from "cloudflare:workers";

export class Correlation extends DurableObject<Env> {}
