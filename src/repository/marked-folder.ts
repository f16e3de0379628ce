import { isChangelog } from "../formats/liquibase-order.js";
import { folderOf, isSql } from "../formats/path-parts.js";
import { rootedFolders } from "../formats/rooted-folders.js";
import type { Checkout } from "./checkout.js";

const FURTHEST = 8;

/** The folder above a file or folder whose plan, manifest or changelog makes it part of one history; null without any. */
export async function markedFolder(checkout: Checkout, path: string): Promise<string | null> {
  const inside = isSql(path) ? path : `${path}/x.sql`;
  const names = inside.split("/").length - 1;
  let folder = folderOf(inside);
  for (let steps = 0; steps < Math.min(names, FURTHEST); steps += 1, folder = folderOf(folder)) {
    const { files } = await checkout.read(folder, 0);
    const markers = files.filter((file) => !isSql(file.path) && (!/\.(xml|ya?ml|json)$/iu.test(file.path) || isMarker(file)));
    const root = rootedFolders(markers.map((file) => file.path)).find((one) => one.owns(inside) || one.folder === path);
    if (root !== undefined) return root.folder;
  }
  return null;
}

function isMarker(file: { readonly path: string; readonly text: string }): boolean {
  return isChangelog(file) || file.path.endsWith("/manifest.json");
}
