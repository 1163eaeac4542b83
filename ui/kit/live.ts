import { useEffect, useRef, useState } from "preact/hooks";
import { backoff } from "./backoff.ts";
import { queryClient } from "./query.ts";

/** `live`: messages come. `connecting`: at first, or again after a break. `off`: refused, or not wanted. */
export type LiveState = "connecting" | "live" | "off";

/** Keeps proxies from closing a quiet socket, and finds a dead one; objects answer without waking. */
const PING_MS = 30_000;
/** Close code: the session or its rights are no longer what they were. Who one is must be asked anew. */
const AUTHORITY_CHANGED = 4401;

interface LiveOptions {
	readonly onMessage: (message: unknown) => void;
	/** After each connection, the first and every later one: ask for what was missed. */
	readonly onOpen?: (send: (message: unknown) => void) => void;
	readonly enabled?: boolean;
}

/**
 * A WebSocket to a path of this origin that comes back by itself, sooner when the machine wakes or gets a network.
 * Messages are JSON. Every deployment drops sockets, so `onOpen` must resync.
 */
export function useLive(path: string, options: LiveOptions): { readonly state: LiveState; readonly send: (message: unknown) => void } {
	const [state, setState] = useState<LiveState>("connecting");
	const latest = useRef(options);
	latest.current = options;
	const socket = useRef<WebSocket | null>(null);
	const enabled = options.enabled !== false;

	function send(message: unknown): void {
		if (socket.current?.readyState === WebSocket.OPEN) socket.current.send(JSON.stringify(message));
	}

	useEffect(() => {
		if (!enabled) {
			setState("off");
			return undefined;
		}
		let attempt = 0;
		let ended = false;
		let timer: ReturnType<typeof setTimeout> | undefined;
		function connect(): void {
			clearTimeout(timer);
			if (ended || (socket.current !== null && socket.current.readyState <= WebSocket.OPEN)) return;
			setState("connecting");
			const url = new URL(path, location.href);
			url.protocol = url.protocol.replace("http", "ws");
			const opened = new WebSocket(url);
			socket.current = opened;
			opened.addEventListener("open", () => {
				attempt = 0;
				setState("live");
				latest.current.onOpen?.(send);
			});
			opened.addEventListener("message", (event: MessageEvent<unknown>) => {
				if (typeof event.data === "string" && event.data !== "pong") latest.current.onMessage(JSON.parse(event.data));
			});
			opened.addEventListener("close", (event) => {
				if (socket.current === opened) socket.current = null;
				if (ended) return;
				if (event.code === AUTHORITY_CHANGED) void queryClient.invalidateQueries({ queryKey: ["session"] });
				setState("connecting");
				timer = setTimeout(connect, backoff(attempt, Math.random()));
				attempt += 1;
			});
		}
		function wake(): void {
			if (document.visibilityState === "hidden") return;
			attempt = 0;
			connect();
		}
		connect();
		const ping = setInterval(() => {
			if (socket.current?.readyState === WebSocket.OPEN) socket.current.send("ping");
		}, PING_MS);
		addEventListener("online", wake);
		document.addEventListener("visibilitychange", wake);
		return () => {
			ended = true;
			clearTimeout(timer);
			clearInterval(ping);
			removeEventListener("online", wake);
			document.removeEventListener("visibilitychange", wake);
			socket.current?.close(1000);
			socket.current = null;
		};
	}, [path, enabled]);
	return { state, send };
}
