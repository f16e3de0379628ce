export interface Node {
  readonly key: number;
  readonly needs: readonly { readonly on: number; readonly mandatory: boolean }[];
}

/**
 * Tables after those that they refer to, in waves: those of one wave do not need each other. In a circle the one goes first that can do without the others for now; where
 * none can, one goes first all the same, and its filling tells why it stays empty.
 */
export function fillOrder(nodes: readonly Node[]): number[][] {
  const left = new Map(nodes.map((node) => [node.key, node]));
  const waves: number[][] = [];
  while (left.size > 0) {
    const waiting = [...left.values()];
    const isFree = (node: Node, onlyMandatory: boolean) =>
      node.needs.every(({ on, mandatory }) => on === node.key || !left.has(on) || (onlyMandatory && !mandatory));
    const free = waiting.filter((node) => isFree(node, false));
    const next = free.length > 0 ? free : [waiting.find((node) => isFree(node, true)) ?? waiting[0]];
    const wave = next.flatMap((node) => node?.key ?? []);
    waves.push(wave);
    for (const key of wave) left.delete(key);
  }
  return waves;
}
