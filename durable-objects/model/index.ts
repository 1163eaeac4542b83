import { DurableObject } from "cloudflare:workers";

export class Model extends DurableObject<Env> {}
