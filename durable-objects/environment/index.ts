import { DurableObject } from "cloudflare:workers";

export class Environment extends DurableObject<Env> {}
