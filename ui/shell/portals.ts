import { BookOpen, Building2, Gauge, Inbox, type LucideIcon, PencilRuler, Workflow } from "lucide-preact";

export interface Portal {
	readonly id: "customer-portal" | "modeler" | "library" | "studio" | "console" | "work";
	readonly title: string;
	readonly href: string;
	readonly icon: LucideIcon;
}

/** The six portals, in the order of the rail. */
export const PORTALS: readonly Portal[] = [
	{ id: "customer-portal", title: "Customer Portal", href: "/customer-portal", icon: Building2 },
	{ id: "modeler", title: "Modeler", href: "/modeler", icon: PencilRuler },
	{ id: "library", title: "Process Library", href: "/library", icon: BookOpen },
	{ id: "studio", title: "Studio", href: "/studio", icon: Workflow },
	{ id: "console", title: "Management Console", href: "/console", icon: Gauge },
	{ id: "work", title: "Work Portal", href: "/work", icon: Inbox },
];
