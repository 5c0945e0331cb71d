import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { ConfigError, parseConfig } from "../config/parse.ts";
import { reason } from "./log.ts";

/** Reads and checks a role's configuration file. */
export async function readConfig<T extends z.ZodType>(schema: T, path: string): Promise<z.output<T>> {
  return parseConfig(schema, await readJson(path), path);
}

/** Reads a secret from its file, without the line end that editors add. */
export async function readSecret(path: string): Promise<string> {
  const secret = (await readText(path)).replace(/\r?\n$/, "");
  if (secret === "") throw new ConfigError(`${path} is empty; allowed: a secret; write it into the file`);
  return secret;
}

/** Reads a JSON file; the message names the file and never quotes it, since it may hold secrets. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(`${path} is not JSON; allowed: one JSON object; correct the file`);
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new ConfigError(`${path} cannot be read: ${reason(error)}; allowed: a readable file; mount it`);
  }
}
