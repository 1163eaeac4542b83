import { useEffect, useRef, useState } from "preact/hooks";
import { TextArea, TextInput } from "../kit/field.tsx";

interface DraftFieldProps {
	readonly label: string;
	readonly help?: string;
	readonly value: string;
	readonly lines?: number;
	readonly readOnly: boolean;
	readonly maxLength?: number;
	readonly onCommit: (value: string) => void;
}

/**
 * A field whose text is the person's own until they leave it; then it becomes one change of the model. When somebody else
 * changes the value meanwhile, the field says so and keeps what was typed.
 */
export function DraftField({ label, help, value, lines = 1, readOnly, maxLength = 20_000, onCommit }: DraftFieldProps) {
	const [draft, setDraft] = useState<string | undefined>(undefined);
	const began = useRef(value);
	const latest = useRef({ draft, value, onCommit });
	latest.current = { draft, value, onCommit };
	const commit = (): void => {
		const now = latest.current;
		setDraft(undefined);
		latest.current = { ...now, draft: undefined };
		if (now.draft !== undefined && now.draft !== now.value) now.onCommit(now.draft);
	};
	// Another element was chosen, which leaves the field too.
	useEffect(() => () => commit(), []);
	const meanwhile = draft !== undefined && began.current !== value;
	const props = {
		label,
		value: draft ?? value,
		readOnly,
		maxLength,
		help: meanwhile ? `Changed meanwhile to “${value.slice(0, 60)}”. Leaving the field keeps yours.` : help,
		onChange: (text: string) => {
			if (draft === undefined) began.current = value;
			setDraft(text);
		},
		onBlur: commit,
	};
	return lines > 1 ? <TextArea {...props} rows={lines} /> : <TextInput {...props} />;
}
