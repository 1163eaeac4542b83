import type { ComponentChildren } from "preact";
import { createPortal } from "preact/compat";

/** Draws above everything. The host lies inside the banner landmark, so that no content is outside of a landmark (axe `region`). */
export function Floating({ children }: { readonly children: ComponentChildren }) {
	// Inside an open dialog it must be drawn in the dialog: nothing else is above the top layer.
	const host = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.getElementById("floating") ?? document.body;
	return createPortal(<>{children}</>, host);
}
