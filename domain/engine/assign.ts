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

/** Whether a value has more bytes as JSON than the limit, by an estimate that is exact enough and ends early. */
export function tooLarge(value: Value, limit: number): boolean {
	return sizeOf(value, limit) > limit;
}

/** About how many bytes a value has as JSON; counting ends soon after `limit`. */
export function sizeOf(value: Value, limit: number): number {
	let bytes = 0;
	const stack: Value[] = [value];
	for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
		if (typeof next === "string") bytes += next.length + 2;
		else if (typeof next !== "object" || next === null) bytes += 4;
		else if (Array.isArray(next)) {
			bytes += next.length + 2;
			for (const item of next) stack.push(item);
		} else {
			for (const [name, item] of Object.entries(next)) {
				bytes += name.length + 4;
				stack.push(item);
			}
		}
		if (bytes > limit) break;
	}
	return bytes;
}
