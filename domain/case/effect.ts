/** A message to the effects queue: a reference only, the case has the rest. The key never changes. */
export interface EffectMessage {
	readonly kind: "job" | "notify" | "alarm";
	readonly companyId: string;
	readonly environmentId: string;
	readonly caseId: string;
	readonly key: string;
	/** The number of the job, the task or the alarm. */
	readonly subject: number;
}
