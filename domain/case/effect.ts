/** A message to the effects queue: a reference only, the case has the rest. The key never changes. */
export interface EffectMessage {
	readonly kind: "job" | "notify";
	readonly companyId: string;
	readonly environmentId: string;
	readonly caseId: string;
	readonly key: string;
	/** The job's or the task's number. */
	readonly subject: number;
}
