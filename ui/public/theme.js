// Runs before the first paint, so that a chosen theme does not flash the other one.
try {
	const theme = localStorage.getItem("portico.theme");
	if (theme === "portico" || theme === "portico-dark") document.documentElement.dataset.theme = theme;
} catch {
	// Storage can be refused; then the system's theme holds.
}
