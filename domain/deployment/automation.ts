import * as v from "valibot";
import { alarmRules } from "../calendar/alarm.ts";
import { performer, roleName } from "../allocation/performer.ts";
import { attributeName, dataModel, value } from "../data/model.ts";
import { form } from "../forms/form.ts";
import { id } from "../ids.ts";
import { feel } from "../rules/expression.ts";

/** The id of a BPMN element, as the file spells it (an XML NCName). */
export const elementId = v.pipe(v.string(), v.regex(/^[A-Za-z_][\w.-]{0,199}$/, "not the id of an element"));

/** `to` is a path into the case's data (outputs) or a name of the input (inputs); `from` is FEEL. */
export const mapping = v.strictObject({ from: feel, to: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) });

/** An HTTP call for a service task. Texts may hold `{{ FEEL }}`; secrets are named by parameter (`{{ parameters.token }}`) and never stored here. */
export const httpConnector = v.strictObject({
	kind: v.literal("http"),
	method: v.picklist(["GET", "POST", "PUT", "PATCH", "DELETE"]),
	url: v.pipe(v.string(), v.minLength(1), v.maxLength(2000)),
	headers: v.optional(
		v.pipe(
			v.array(v.strictObject({ name: v.pipe(v.string(), v.maxLength(100)), value: v.pipe(v.string(), v.maxLength(2000)) })),
			v.maxLength(30),
		),
	),
	/** FEEL whose value is sent as JSON. */
	body: v.optional(feel),
	/** Milliseconds, 30,000 at most. */
	timeout: v.optional(v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(30_000))),
});
export type HttpConnector = v.InferOutput<typeof httpConnector>;

export const decisionTable = v.strictObject({
	hitPolicy: v.picklist(["unique", "first", "any", "collect"]),
	inputs: v.pipe(
		v.array(v.strictObject({ label: v.pipe(v.string(), v.maxLength(120)), expression: feel })),
		v.minLength(1),
		v.maxLength(20),
	),
	outputs: v.pipe(
		v.array(v.strictObject({ label: v.pipe(v.string(), v.maxLength(120)), name: attributeName })),
		v.minLength(1),
		v.maxLength(20),
	),
	/** A rule: one FEEL unary test an input (`-` for any), one FEEL expression an output. */
	rules: v.pipe(
		v.array(
			v.strictObject({ inputs: v.array(v.pipe(v.string(), v.maxLength(1000))), outputs: v.array(v.pipe(v.string(), v.maxLength(1000))) }),
		),
		v.maxLength(1000),
	),
});
export type DecisionTable = v.InferOutput<typeof decisionTable>;

/** Characters of one DMN file. */
export const MAX_DMN_CHARACTERS = 300_000;
/** DMN files of one project. */
export const MAX_DMN_FILES = 20;

/** A DMN file of the project. Files import each other by namespace. */
export const decisionFile = v.strictObject({
	name: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
	dmn: v.pipe(
		v.string(),
		v.minLength(1),
		v.maxLength(MAX_DMN_CHARACTERS, `a DMN file may have ${MAX_DMN_CHARACTERS / 1000},000 characters at the most`),
	),
});
export type DecisionFile = v.InferOutput<typeof decisionFile>;

/** The short name of a called model; it stands before the ids of what is brought in from it. Without a dot, so that no two names meet. */
export const calledAs = v.pipe(v.string(), v.regex(/^[A-Za-z_][\w-]{0,29}$/, "not a short name: letters, digits, _ and -"));

/** Which published revision of a model is called; the newest when a package is made, or one for good. */
export const calledVersion = v.union([v.literal("latest"), v.pipe(v.number(), v.integer(), v.minValue(1))]);

/** A model whose processes are called. All calls by one name go to one version of it. */
export const calledModel = v.strictObject({ as: calledAs, modelId: id("workspace"), version: calledVersion });
export type CalledModel = v.InferOutput<typeof calledModel>;

/** What a call activity calls: a process or global task of a called model, by its id in that model. */
export const modelCall = v.strictObject({ model: calledAs, processId: elementId });

/** What automation adds to one BPMN element. Which parts an element may carry is checked at compile time, by its type. */
export const elementAutomation = v.strictObject({
	/** User task: the form shown and who it is for. */
	form: v.optional(v.string()),
	performer: v.optional(performer),
	/** User task: FEEL for the title of the task in an inbox; empty: the element's name. */
	title: v.optional(feel),
	/** User task: time to do it, an ISO 8601 duration (`P2D`) or FEEL that gives one. */
	dueIn: v.optional(v.pipe(v.string(), v.maxLength(400))),
	/** User task: that time counts in working time. */
	dueInWorkingTime: v.optional(v.boolean()),
	/** User task: who is told before and after that time. */
	alarms: v.optional(alarmRules),
	/** User task: mail the people it is for. */
	notify: v.optional(v.boolean()),
	/** Service and send task. */
	connector: v.optional(httpConnector),
	inputs: v.optional(v.pipe(v.array(mapping), v.maxLength(50))),
	outputs: v.optional(v.pipe(v.array(mapping), v.maxLength(50))),
	/** Script task: FEEL, its value goes to the path `result`. */
	script: v.optional(v.strictObject({ expression: feel, result: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) })),
	/** Business-rule task: the outputs of the table go to the path `result`, as an object; `collect` gives a list. */
	decision: v.optional(v.strictObject({ table: decisionTable, result: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) })),
	/**
	 * Business-rule task: a decision or decision service of one of the project's DMN files, by name; its value goes to the path `result`.
	 * Its inputs are the data of the case, or what `inputs` maps to them where there are any.
	 */
	decisionRef: v.optional(
		v.strictObject({
			file: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
			decision: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
			result: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
		}),
	),
	/** Message events, send and receive tasks: the message's name where the model has none, and FEEL for its correlation key. */
	message: v.optional(
		v.strictObject({ name: v.optional(v.pipe(v.string(), v.maxLength(200))), key: v.optional(feel), payload: v.optional(feel) }),
	),
	/** Timer events: overrides the model's own definition. ISO 8601 or FEEL. */
	timer: v.optional(v.strictObject({ kind: v.picklist(["date", "duration", "cycle"]), value: v.pipe(v.string(), v.maxLength(400)) })),
	/** Timer events: a duration, or the interval of a cycle, counts in working time; also where the model itself says the time. */
	timerInWorkingTime: v.optional(v.boolean()),
	/** Exclusive gateway and activities with conditional flows: the id of the default flow. */
	defaultFlow: v.optional(elementId),
	/** Error events: the error's code where the model has none. */
	errorCode: v.optional(v.pipe(v.string(), v.maxLength(200))),
});
export type ElementAutomation = v.InferOutput<typeof elementAutomation>;

export const parameter = v.strictObject({
	name: attributeName,
	label: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
	type: v.picklist(["text", "number", "boolean", "secret"]),
	/** What the package brings; an environment's own value always wins. A secret brings none. */
	default: v.optional(value),
});
export type Parameter = v.InferOutput<typeof parameter>;

/** How long a case may take, an ISO 8601 duration by the clock or in working time, and who is told before and after. */
export const serviceLevel = v.strictObject({
	dueIn: v.pipe(v.string(), v.maxLength(60)),
	inWorkingTime: v.optional(v.boolean()),
	alarms: v.optional(alarmRules),
});

/** Everything that makes a BPMN process executable in Portico, beside the BPMN itself. One document a project. */
export const automation = v.strictObject({
	format: v.literal(1),
	/** The process of the file that a new case starts; other processes of the file take part by messages. */
	processId: elementId,
	category: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
	/** FEEL for a case's title; empty: the process's name. */
	caseTitle: v.optional(feel),
	/** Of cases that run `processId`. */
	serviceLevel: v.optional(serviceLevel),
	data: dataModel,
	forms: v.pipe(v.array(form), v.maxLength(200)),
	/** The form shown before a case is started by hand. */
	startForm: v.optional(v.string()),
	elements: v.record(elementId, elementAutomation),
	/** Conditions by sequence flow, over the model's own. */
	flows: v.record(elementId, v.strictObject({ condition: feel })),
	decisions: v.optional(
		v.pipe(v.array(decisionFile), v.maxLength(MAX_DMN_FILES, `a project may have ${MAX_DMN_FILES} DMN files at the most`)),
	),
	/** Models of other files that call activities call, and which call activity calls what. */
	models: v.optional(
		v.pipe(
			v.array(calledModel),
			v.maxLength(20),
			v.check((models) => new Set(models.map((each) => each.as)).size === models.length, "two called models have one short name"),
		),
	),
	calls: v.optional(v.record(elementId, modelCall)),
	roles: v.pipe(v.array(v.strictObject({ name: roleName, title: v.pipe(v.string(), v.minLength(1), v.maxLength(120)) })), v.maxLength(100)),
	parameters: v.pipe(v.array(parameter), v.maxLength(200)),
});
export type Automation = v.InferOutput<typeof automation>;
