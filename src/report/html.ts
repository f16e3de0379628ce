import { page } from "./html/page.js";
import type { Reporter } from "./reporter.js";

/** The whole report as one page without scripts or anything to load: to be opened from a build's artifacts. */
export const html: Reporter = {
  id: "html",
  extension: "html",
  render(assessment, { key }) {
    return page(assessment, key);
  },
};
