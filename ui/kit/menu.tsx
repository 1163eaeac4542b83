import * as menu from "@zag-js/menu";
import { normalizeProps, useMachine } from "@zag-js/preact";
import type { LucideIcon } from "lucide-preact";
import type { ButtonHTMLAttributes, ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Floating } from "./floating.tsx";
import { Kbd } from "./kbd.tsx";

export interface MenuItem {
	readonly value: string;
	readonly label: string;
	readonly icon?: LucideIcon;
	readonly keys?: string;
	/** A second line: what it means. */
	readonly detail?: string;
	readonly danger?: boolean;
	readonly disabled?: boolean;
	/** A check before the chosen one of a set. */
	readonly checked?: boolean;
	readonly run: () => void;
}

interface MenuProps {
	/** The button's name and the menu's. Where the button shows words it must begin with them (WCAG 2.5.3). */
	readonly label: string;
	/** The content of the button. */
	readonly children: ComponentChildren;
	readonly items: readonly MenuItem[];
	/** Classes of the button; a quiet one when left out. */
	readonly class?: string;
	readonly placement?: "bottom-start" | "bottom-end" | "right-start";
	/** Above the items: whose menu this is. */
	readonly header?: ComponentChildren;
}

/** A button with a menu: arrows, type-ahead, Escape and focus by Zag's machine (WAI-ARIA menu button). */
export function Menu({ label, children, items, class: look = "btn btn-ghost", placement = "bottom-start", header }: MenuProps) {
	const service = useMachine(menu.machine, {
		id: useId(),
		"aria-label": label,
		positioning: { placement, gutter: 4, strategy: "fixed" },
		onSelect: ({ value }) => items.find((item) => item.value === value)?.run(),
	});
	const api = menu.connect(service, normalizeProps);
	return (
		<>
			<button
				{...(api.getTriggerProps() as ButtonHTMLAttributes<HTMLButtonElement>)}
				type="button"
				class={look}
				aria-label={label}
				title={label}
			>
				{children}
			</button>
			{api.open && (
				<Floating>
					<div {...api.getPositionerProps()}>
						<div {...api.getContentProps()} class="popup max-h-[70dvh] max-w-[min(24rem,90vw)] overflow-auto">
							{header !== undefined && <div class="border-b border-line px-2 pt-1 pb-2">{header}</div>}
							{items.map((item) => (
								<div
									key={item.value}
									{...api.getItemProps({ value: item.value, disabled: item.disabled === true })}
									class={`popup-item ${item.danger === true ? "text-error" : ""}`}
								>
									{item.checked !== undefined && <span class="w-3 font-semibold">{item.checked ? "✓" : ""}</span>}
									{item.icon !== undefined && <item.icon size={16} aria-hidden class="shrink-0 text-soft" />}
									<span class="min-w-0 flex-1">
										<span class="block truncate">{item.label}</span>
										{item.detail !== undefined && <span class="block text-xs text-soft">{item.detail}</span>}
									</span>
									{item.keys !== undefined && <Kbd keys={item.keys} />}
								</div>
							))}
						</div>
					</div>
				</Floating>
			)}
		</>
	);
}
