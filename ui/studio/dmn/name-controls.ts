/** Buttons of dmn-js are drawn by an icon font, whose sign a screen reader would say: their tip is what they should be called. */
const UNNAMED = "button[title]:not([aria-label])";

/** Gives dmn-js's buttons their names, as they appear. Answers how to stop. */
export function nameControls(container: HTMLElement): () => void {
	const observer = new MutationObserver(() => {
		for (const button of container.querySelectorAll(UNNAMED)) button.setAttribute("aria-label", button.getAttribute("title") ?? "");
	});
	observer.observe(container, { childList: true, subtree: true });
	return () => observer.disconnect();
}
