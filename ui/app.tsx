import "./kit/theme.css";
import { QueryClientProvider } from "@tanstack/preact-query";
import { render } from "preact";
import { ErrorBoundary, lazy, Suspense } from "./shell/lazy.tsx";
import { Redirect, Route, Router, Switch } from "wouter-preact";
import { LinkButton } from "./kit/button.tsx";
import { queryClient } from "./kit/query.ts";
import { EmptyState, ErrorState, Skeleton } from "./kit/states.tsx";
import { CompanySignIn, EnvironmentSignIn } from "./shell/sign-in.tsx";
import { Bootstrap } from "./sign-in/bootstrap.tsx";
import { CompanyInvitation, EnvironmentInvitation } from "./sign-in/invitation.tsx";

const CustomerPortal = lazy(() => import("./customer-portal/index.tsx"));
const Modeler = lazy(() => import("./modeler/index.tsx"));
const ProcessLibrary = lazy(() => import("./process-library/index.tsx"));
const Studio = lazy(() => import("./studio/index.tsx"));
const ManagementConsole = lazy(() => import("./management-console/index.tsx"));
const Mailbox = lazy(() => import("./mail/mailbox.tsx"));
const WorkPortal = lazy(() => import("./work-portal/index.tsx"));

/** Every portal is loaded when it is entered; the shell is all that is common. */
function App() {
	return (
		<QueryClientProvider client={queryClient}>
			<Router>
				<ErrorBoundary fallback={(error) => <Failed error={error} />}>
					<Suspense fallback={<Skeleton />}>
						<Switch>
							<Route path="/sign-in/:company?" component={CompanySignIn} />
							<Route path="/work/:environmentId/sign-in" component={EnvironmentSignIn} />
							<Route path="/invitation" component={CompanyInvitation} />
							<Route path="/work/:environmentId/invitation" component={EnvironmentInvitation} />
							<Route path="/bootstrap" component={Bootstrap} />
							<Route path="/customer-portal/*?">
								<CustomerPortal />
							</Route>
							<Route path="/modeler/*?">
								<Modeler />
							</Route>
							<Route path="/library/*?">
								<ProcessLibrary />
							</Route>
							<Route path="/studio/*?">
								<Studio />
							</Route>
							<Route path="/console/*?">
								<ManagementConsole />
							</Route>
							<Route path="/work/*?">
								<WorkPortal />
							</Route>
							<Route path="/mailbox">
								<Mailbox />
							</Route>
							<Route path="/">
								<Redirect to="/customer-portal" replace />
							</Route>
							<Route>
								<main class="p-4">
									<EmptyState title="There is nothing at this address" action={<LinkButton href="/">Go to the start</LinkButton>}>
										The link may be old, or the thing was deleted.
									</EmptyState>
								</main>
							</Route>
						</Switch>
					</Suspense>
				</ErrorBoundary>
			</Router>
		</QueryClientProvider>
	);
}

function Failed({ error }: { readonly error: unknown }) {
	return (
		<main class="p-4">
			<ErrorState problem={error} retry={() => location.reload()} />
		</main>
	);
}

const root = document.getElementById("app");
if (root !== null) render(<App />, root);
