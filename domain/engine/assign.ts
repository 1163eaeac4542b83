import type { Value } from "../data/model.ts";
import type { Variables } from "./types.ts";

/** A path into the data of a case: attribute names joined by dots. */
export const PATH = /^[a-z][A-Za-z0-9]*(?:\.[a-z][A-Za-z0-9]*){0,7}$/;

const RESERVED = new Set(["constructor", "prototype", "toString", "valueOf", "hasOwnProperty"]);

/** Whether a mapping may write there. */
export function isPath(path: string): boolean {
	return path.length <= 200 && PATH.test(path) && !path.split(".").some((name) => RESERVED.has(name));
}

/** The variables with the value at a path; what lies beside the path stays the same object. What is no object on the way is replaced. */
export function assign(variables: Variables, path: string, value: Value): Variables {
	const dot = path.indexOf(".");
	if (dot === -1) return { ...variables, [path]: value };
	const name = path.slice(0, dot);
	const inner = Object.hasOwn(variables, name) ? variables[name] : undefined;
	const object = typeof inner === "object" && inner !== null && !Array.isArray(inner) ? (inner as Variables) : {};
	return { ...variables, [name]: assign(object, path.slice(dot + 1), value) };
}
