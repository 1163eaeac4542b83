/**
 * Who gets a task that one person is given: the candidate with the fewest open tasks; among equals the one whose id sorts first
 * after `turn`, so that people without work take turns. `undefined` when there is nobody.
 */
export function fewestOpenTasks<Person extends { readonly personId: string }>(
	people: readonly Person[],
	openTasks: ReadonlyMap<string, number>,
	turn: string,
): Person | undefined {
	const sorted = people.toSorted((a, b) => (a.personId < b.personId ? -1 : 1));
	const pivot = sorted.findIndex((person) => person.personId > turn);
	const inTurn = pivot < 0 ? sorted : [...sorted.slice(pivot), ...sorted.slice(0, pivot)];
	let best: Person | undefined;
	let least = Number.POSITIVE_INFINITY;
	for (const person of inTurn) {
		const count = openTasks.get(person.personId) ?? 0;
		if (count < least) {
			best = person;
			least = count;
		}
	}
	return best;
}
