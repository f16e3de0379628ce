/** An abort signal for Ctrl-C and SIGTERM. A second signal ends the process at once, as users expect. */
export function onEnd(): { readonly signal: AbortSignal; forget(): void } {
  const controller = new AbortController();
  const end = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(name === "SIGINT" ? 130 : 143);
    process.stderr.write("migration-gate: stopping, and cleaning up …\n");
    controller.abort(new Error(`ended by ${name}`));
  };
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  return {
    signal: controller.signal,
    forget: () => {
      process.off("SIGINT", end);
      process.off("SIGTERM", end);
    },
  };
}
