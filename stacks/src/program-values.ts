import * as pulumi from "@pulumi/pulumi";
import { isSecretName } from "./config.ts";

/** This project's plain configuration values by key, without the namespace. Secrets stay where they are. */
export function programValues(): Record<string, unknown> {
  const namespace = `${pulumi.getProject()}:`;
  const entries = Object.entries(pulumi.runtime.allConfig())
    .filter(([key]) => key.startsWith(namespace))
    .map(([key, value]): [string, string] => [key.slice(namespace.length), value])
    .filter(([key]) => !isSecretName(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, parse(value)]));
}

// Pulumi hands everything over as text; numbers, booleans and objects are JSON.
function parse(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
