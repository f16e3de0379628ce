import { isChangelog } from "../formats/liquibase-order.js";
import { folderOf, isSql } from "../formats/path-parts.js";
import { rootedFolders } from "../formats/rooted-folders.js";
import type { Checkout } from "./checkout.js";

const FURTHEST = 8;

/** Paths of plans, manifests and changelogs by folder: many files lie in one folder, and each of its files would be read for each. */
type MarkersIn = Map<string, readonly string[]>;

/** The folder above a file or folder whose plan, manifest or changelog makes it part of one history; null without any. */
export async function markedFolder(checkout: Checkout, path: string, markersIn: MarkersIn): Promise<string | null> {
  const inside = isSql(path) ? path : `${path}/x.sql`;
  const names = inside.split("/").length - 1;
  let folder = folderOf(inside);
  for (let steps = 0; steps < Math.min(names, FURTHEST); steps += 1, folder = folderOf(folder)) {
    let markers = markersIn.get(folder);
    if (markers === undefined) {
      markers = await readMarkers(checkout, folder);
      markersIn.set(folder, markers);
    }
    const root = rootedFolders(markers).find((one) => one.owns(inside) || one.folder === path);
    if (root !== undefined) return root.folder;
  }
  return null;
}

async function readMarkers(checkout: Checkout, folder: string): Promise<readonly string[]> {
  const { files } = await checkout.read(folder, 0);
  const markers = files.filter((file) => !isSql(file.path) && (!/\.(xml|ya?ml|json)$/iu.test(file.path) || isMarker(file)));
  return markers.map((file) => file.path);
}

function isMarker(file: { readonly path: string; readonly text: string }): boolean {
  return isChangelog(file) || file.path.endsWith("/manifest.json");
}
