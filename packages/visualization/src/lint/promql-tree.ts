import type { PromqlNode } from "@monitoring/collection";

/** Name of the function or aggregation that a node calls; empty where it calls none. */
export function callName(node: PromqlNode, text: string): string {
  const name = node.getChild("FunctionIdentifier") ?? node.getChild("AggregateOp");
  return name ? text.slice(name.from, name.to).toLowerCase() : "";
}

/** The nodes around a node, from the inside out. */
export function* around(node: PromqlNode): Generator<PromqlNode> {
  for (let outer = node.parent; outer !== null; outer = outer.parent) yield outer;
}

/** The arguments of a function or an aggregation. */
export function argumentsOf(node: PromqlNode): readonly PromqlNode[] {
  const found: PromqlNode[] = [];
  const body = node.getChild("FunctionCallBody");
  for (let child = body?.firstChild ?? null; child !== null; child = child.nextSibling) found.push(child);
  return found;
}
