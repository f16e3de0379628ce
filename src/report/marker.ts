import { visible } from "./escape/visible.js";

/** First line of our comment: how the next run finds it. Text of the change can never forge one (see `escape/`). */
export function reportMarker(key: string, digest: string): string {
  return `${reportMarkerOf(key)} digest=${digest.slice(0, 12)} -->`;
}

/** The part that does not change while the plan does: `<!-- migration-gate report · key=db/migrations ·`. */
export function reportMarkerOf(key: string): string {
  const safe = visible(key).replace(/[^\w./-]|-(?=-)/gu, (character) => encodeURIComponent(character).replace(/^-$/u, "%2D"));
  return `<!-- migration-gate report · key=${safe} ·`;
}
