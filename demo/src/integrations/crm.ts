import { customerCount, customerId } from "../customers.ts";
import type { Endpoints } from "./integration.ts";

const owners = ["Ada Brandt", "Bo Okafor", "Cleo Ruiz", "Dara Singh", "Eli Novak"];
const ids: ReadonlySet<string> = new Set(
  Array.from({ length: customerCount }, (_, index) => customerId(index + 1)),
);

/** GET /accounts/ID and POST /accounts/ID/sync. */
export const crm: Endpoints = (method, path) => {
  const match = /^\/accounts\/([^/]+)(\/sync)?$/.exec(path);
  const id = match?.[1];
  const syncs = match?.[2] !== undefined;
  if (id === undefined || method !== (syncs ? "POST" : "GET")) return undefined;
  if (!ids.has(id)) return { status: 404, body: { error: `there is no account ${id}` } };
  return { status: 200, body: { id, owner: owners[Number(id.slice(-4)) % owners.length], synced: syncs } };
};
