import type { Endpoint } from "./endpoint.ts";
import { address } from "./endpoint.ts";
import { toJson } from "./to-yaml.ts";

/** What the Redis exporter reads its password from: a JSON object of passwords by address, with the user in it. */
export function redisPasswordFile(endpoint: Endpoint, user: string, password: string): string {
  return toJson({ [`redis://${encodeURIComponent(user)}@${address(endpoint)}`]: password });
}
