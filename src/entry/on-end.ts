/** How a shell counts an end by a signal: 128 and its number (signal(7)). */
const STATUS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
const NAMES = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

/** An abort signal for Ctrl-C, SIGTERM, and a terminal that is closed. A second signal ends the process at once, as users expect. */
export function onEnd(): { readonly signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const end = (name: keyof typeof STATUS) => {
    if (controller.signal.aborted) process.exit(STATUS[name]);
    process.stderr.write("migration-gate: stopping, and cleaning up …\n");
    controller.abort(new Error(`ended by ${name}`));
  };
  for (const name of NAMES) process.on(name, end);
  return {
    signal: controller.signal,
    forget: () => {
      for (const name of NAMES) process.off(name, end);
    },
  };
}
