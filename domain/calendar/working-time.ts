import type { Calendar } from "./calendar.ts";
import { workOf } from "./working-day.ts";
import { segmentAt } from "./zone.ts";

/**
 * Sums in working time. Moments are epoch milliseconds, amounts are milliseconds. The wall clock decides what is working time, moment
 * by moment, so changes of the clock are exact: a shift over the hour that is skipped is an hour shorter, over the hour that is
 * repeated an hour longer. Work goes by days and by changes of the clock, never by minutes.
 */

const DAY = 86_400_000;
/** Further away than this a sum is given up: nobody plans it, and `Date` ends some day. */
const HORIZON = 100 * 366 * DAY;
/** Sums are made between these moments: what lies beyond is a slip of the pen, and zones are not known there. */
const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2400, 0, 1);

/** The moment itself when it is working time, else the next one that is; `null`: none within a hundred years, or before 2400. */
export function nextWorkingMoment(calendar: Calendar, moment: number): number | null {
	let found: number | null = null;
	forward(calendar, moment, moment + HORIZON, (from) => {
		found = from;
		return true;
	});
	return found;
}

/** Whether a moment is working time. */
export function isWorking(calendar: Calendar, moment: number): boolean {
	return workingTimeBetween(calendar, moment, moment + 1) === 1;
}

/** Working milliseconds from one moment to another; negative when `to` lies before `from`. */
export function workingTimeBetween(calendar: Calendar, from: number, to: number): number {
	if (to < from) return -workingTimeBetween(calendar, to, from) || 0;
	let sum = 0;
	forward(calendar, from, to, (start, end) => {
		sum += end - start;
		return false;
	});
	return sum;
}

/**
 * The earliest moment by which so much working time has passed: eight hours from Friday 16:00 may be Monday 16:00. A negative amount
 * goes back, to the latest moment from which so much passes until `moment`. `null`: not within a hundred years.
 */
export function addWorkingTime(calendar: Calendar, moment: number, amount: number): number | null {
	if (amount === 0) return moment;
	let left = Math.abs(amount);
	let found: number | null = null;
	if (amount > 0)
		forward(calendar, moment, moment + HORIZON, (start, end) => {
			if (end - start < left) {
				left -= end - start;
				return false;
			}
			found = start + left;
			return true;
		});
	else
		backward(calendar, moment, moment - HORIZON, (start, end) => {
			if (end - start < left) {
				left -= end - start;
				return false;
			}
			found = end - left;
			return true;
		});
	return found;
}

/** Takes a stretch of working time; true ends the walk. */
type Visit = (from: number, to: number) => boolean;

/** Every stretch of working time between two moments, the earliest first. */
function forward(calendar: Calendar, from: number, to: number, visit: Visit): void {
	const last = Math.min(to, LATEST);
	for (let at = Math.max(from, EARLIEST); at < last;) {
		const segment = segmentAt(calendar.zone, at);
		const end = Math.min(segment.to, last);
		const { offset } = segment;
		const lastDay = Math.floor((end - 1 + offset) / DAY);
		for (let day = Math.floor((at + offset) / DAY); day <= lastDay; day++) {
			const midnight = day * DAY - offset;
			for (const span of workOf(calendar, day)) {
				const start = Math.max(midnight + span.from, at);
				const stop = Math.min(midnight + span.to, end);
				if (start < stop && visit(start, stop)) return;
			}
		}
		at = end;
	}
}

/** Every stretch of working time between two moments, the latest first. */
function backward(calendar: Calendar, from: number, to: number, visit: Visit): void {
	const first = Math.max(to, EARLIEST);
	for (let at = Math.min(from, LATEST); at > first;) {
		const segment = segmentAt(calendar.zone, at - 1);
		const begin = Math.max(segment.from, first);
		const { offset } = segment;
		const firstDay = Math.floor((begin + offset) / DAY);
		for (let day = Math.floor((at - 1 + offset) / DAY); day >= firstDay; day--) {
			const midnight = day * DAY - offset;
			for (const span of workOf(calendar, day).toReversed()) {
				const start = Math.max(midnight + span.from, begin);
				const stop = Math.min(midnight + span.to, at);
				if (start < stop && visit(start, stop)) return;
			}
		}
		at = begin;
	}
}
