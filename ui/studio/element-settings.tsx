import { useLocation } from "wouter-preact";
import type { Step } from "../../domain/deployment/steps.ts";
import { Button } from "../kit/button.tsx";
import { Checkbox, Select, TextInput } from "../kit/field.tsx";
import { AlarmList } from "./alarm-list.tsx";
import { CallSettings } from "./call-settings.tsx";
import { DurationField } from "./duration-field.tsx";
import { FeelField } from "./feel-field.tsx";
import { FlowSettings } from "./process-step.tsx";
import { allElements, allFlows, type Element, nameOf } from "./project.ts";
import { TimerSettings } from "./timer-settings.tsx";
import type { Editor } from "./use-editor.ts";

/** What can be set on an element, by its kind; what belongs to another step is a way there. */
export function ElementSettings({ editor, element }: { readonly editor: Editor; readonly element: Element }) {
	const [, navigate] = useLocation();
	const own = editor.automation.elements[element.id] ?? {};
	const set = (patch: Parameters<Editor["changeElement"]>[1]): void => editor.changeElement(element.id, patch);
	const isHuman = element.type === "userTask" || own.form !== undefined;
	const speaksMessage = element.events.includes("message") || ["sendTask", "receiveTask"].includes(element.type);
	const catches = speaksMessage && element.type !== "startEvent";
	const ways = allFlows(editor.project).filter((flow) => flow.source === element.id);
	const to = (step: Step): void => navigate(`/studio/${editor.project.id}/${step}?element=${encodeURIComponent(element.id)}`);

	return (
		<>
			{isHuman && (
				<>
					<DurationField
						label="Time to do it"
						help={own.dueInWorkingTime === true ? TASK_WORKING_TIME : "By the clock, day and night."}
						value={own.dueIn ?? ""}
						inWorkingTime={own.dueInWorkingTime === true}
						onWorkingTime={(on) => set({ dueInWorkingTime: on ? true : undefined })}
						expressions
						optional
						readOnly={editor.readOnly}
						onChange={(dueIn) => set({ dueIn })}
					/>
					{((own.dueIn ?? "") !== "" || own.alarms !== undefined) && (
						<AlarmList
							alarms={own.alarms ?? []}
							performer="Who has the task, or may take it"
							readOnly={editor.readOnly}
							onChange={(alarms) => set({ alarms: alarms.length === 0 ? undefined : alarms })}
						/>
					)}
					<FeelField
						label="Title in the inbox"
						help="FEEL; empty: the name of the task"
						value={own.title ?? ""}
						disabled={editor.readOnly}
						onChange={(title) => set({ title })}
					/>
					<Checkbox
						label="Mail the people it is for"
						value={own.notify === true}
						disabled={editor.readOnly}
						onChange={(notify) => set({ notify })}
					/>
					<div class="flex flex-wrap gap-2">
						<Button small onClick={() => to("forms")}>
							Its form
						</Button>
						<Button small onClick={() => to("performers")}>
							Who does it
						</Button>
					</div>
				</>
			)}
			{(element.type === "callActivity" || editor.automation.calls?.[element.id] !== undefined) && (
				<CallSettings key={element.id} editor={editor} element={element} />
			)}
			{element.events.includes("timer") && <TimerSettings own={own} set={set} readOnly={editor.readOnly} />}
			{speaksMessage && (
				<>
					<TextInput
						label="Message"
						help="Empty: the name that the model gives it"
						value={own.message?.name ?? ""}
						readOnly={editor.readOnly}
						onChange={(name) => set({ message: withText(own.message, "name", name) })}
					/>
					{catches && (
						<FeelField
							label="Key"
							help="FEEL: finds the one case among those that wait. Empty: the key that the model gives, if any"
							value={own.message?.key ?? ""}
							placeholder="case.number"
							disabled={editor.readOnly}
							onChange={(key) => set({ message: withText(own.message, "key", key) })}
						/>
					)}
					{["sendTask", "endEvent", "intermediateThrowEvent"].includes(element.type) && (
						<FeelField
							label="Content"
							help="FEEL: what is sent with it"
							value={own.message?.payload ?? ""}
							disabled={editor.readOnly}
							onChange={(payload) => set({ message: withText(own.message, "payload", payload) })}
						/>
					)}
				</>
			)}
			{element.events.includes("error") && (
				<TextInput
					label="Error code"
					help="Empty: as the model says"
					value={own.errorCode ?? ""}
					readOnly={editor.readOnly}
					onChange={(errorCode) => set({ errorCode })}
				/>
			)}
			{["serviceTask", "sendTask"].includes(element.type) && (
				<Button small onClick={() => to("integrations")}>
					What it calls
				</Button>
			)}
			{["scriptTask", "businessRuleTask"].includes(element.type) && (
				<Button small onClick={() => to("rules")}>
					Its rule
				</Button>
			)}
			{element.type === "adHocSubProcess" && (
				<p class="text-soft">People start its activities on the case’s page, each as often as they need it.</p>
			)}
			{ways.length > 1 && element.type !== "parallelGateway" && element.type !== "eventBasedGateway" && (
				<>
					<Select
						label="Default way"
						help="Taken when no condition holds"
						value={own.defaultFlow ?? ways.find((way) => way.isDefault)?.id ?? ""}
						placeholder="none"
						readOnly={editor.readOnly}
						options={ways.map((way) => ({ value: way.id, label: wayName(editor, way) }))}
						onChange={(defaultFlow) => set({ defaultFlow })}
					/>
					{ways.map((way) => (
						<section key={way.id} class="flex flex-col gap-2 border-t border-line pt-3">
							<h3 class="font-medium">{wayName(editor, way)}</h3>
							<FlowSettings editor={editor} flowId={way.id} />
						</section>
					))}
				</>
			)}
		</>
	);
}

/** As `docs/engine.md` says it (`calendarOf` in `domain/engine/working-time.ts`). */
const TASK_WORKING_TIME =
	"By the calendar of the one person it is for or who is given it; for a larger pool the organisation's. A day is a working day of that calendar.";

type Message = NonNullable<Editor["automation"]["elements"][string]["message"]>;

function withText(message: Message | undefined, part: keyof Message, text: string): Message | undefined {
	const { [part]: _, ...others } = message ?? {};
	const next = text === "" ? others : { ...others, [part]: text };
	return Object.keys(next).length === 0 ? undefined : next;
}

function wayName(editor: Editor, way: { readonly name: string; readonly target: string }): string {
	const target = allElements(editor.project).find((each) => each.id === way.target);
	return way.name.replaceAll(/\s+/g, " ").trim() || (target === undefined ? way.target : `to ${nameOf(target)}`);
}
