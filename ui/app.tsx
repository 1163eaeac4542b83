import "./kit/theme.css";
import { render } from "preact";
import { Router } from "wouter-preact";

function App() {
	return (
		<Router>
			<main>Portico</main>
		</Router>
	);
}

const root = document.getElementById("app");
if (root !== null) render(<App />, root);
